using System.Runtime.InteropServices;
using SmartPbx.Bench.Machine;

namespace SmartPbx.Bench.Signalling;

/// <summary><c>serve</c>: the edge as <see cref="SignallingPart"/> measures it, for generators other than ours. It stays until it is interrupted.</summary>
internal static class LoadTarget
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public static int Run(BenchArguments arguments)
    {
        using var over = new ManualResetEventSlim();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var edge = new EdgeServer(arguments);
        Show.Title($"The edge waits for calls on udp {SipPorts.OfEdge}, as process {edge.ProcessIds[0]} on core {Cores.Measured}");
        Show.Note($"whoever calls from {SipPorts.OfEdge.Address} is a carrier without limits; {SipPorts.Number} rings the phone at port {SipPorts.Callee}, registered for an hour; nothing is recorded, RTP is relayed");
        Show.Note($"the phone:   sipp -sn uas -i {SipPorts.OfEdge.Address} -p {SipPorts.Callee}");
        Show.Note($"the carrier: sipp -sn uac -s {SipPorts.Number} -i {SipPorts.OfEdge.Address} -p {SipPorts.Caller} -r 500 -d 1000 {SipPorts.OfEdge}");
        Show.Note($"figures:     http://{SipPorts.OfEdge.Address}:{SipPorts.EdgeHttp}/metrics and /edge/status; Ctrl-C ends it");
        while (!over.Wait(LookEvery)) edge.MustRun();
        return 0;

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            over.Set();
        }
    }
}
