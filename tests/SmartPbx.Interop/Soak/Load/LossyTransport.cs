using System.Net;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Interop.Soak.Load;

/// <summary>SIP over UDP with a bad wire in each direction.</summary>
internal sealed class LossyTransport(IPEndPoint bind, int seed) : ISipTransport
{
    private readonly UdpTransport _udp = new(bind);
    private readonly BadWire _out = new(WireFaults.Signalling, seed), _in = new(WireFaults.Signalling, seed + 1);

    public SipTransportKind Kind => _udp.Kind;

    public IPEndPoint LocalEndPoint => _udp.LocalEndPoint;

    public int ConnectionCount => 0;

    /// <summary>Off while a phone registers.</summary>
    public bool IsBad { get; set; } = true;

    public long Lost => _out.Lost + _in.Lost;

    public void Start(ISipTransportSink sink) => _udp.Start(new BadSink(this, sink));

    public bool IsAlive(SipFlow flow) => true;

    public bool TrySend(ReadOnlyMemory<byte> message, SipFlow flow, out SipFlow taken)
    {
        taken = flow;
        if (!IsBad) return _udp.TrySend(message, flow, out taken);
        var fate = _out.Next();
        for (var copy = 0; copy < fate.Copies; copy++)
        {
            if (fate.Delay == TimeSpan.Zero) _udp.TrySend(message, flow, out _);
            else _ = LaterAsync(fate.Delay, () => _udp.TrySend(message, flow, out _));
        }
        return true;
    }

    public ValueTask DisposeAsync() => _udp.DisposeAsync();

    private static async Task LaterAsync(TimeSpan delay, Action action)
    {
        await Task.Delay(delay);
        action();
    }

    private sealed class BadSink(LossyTransport wire, ISipTransportSink sink) : ISipTransportSink
    {
        public bool Deliver(ReadOnlySpan<byte> message, SipFlow flow)
        {
            if (!wire.IsBad) return sink.Deliver(message, flow);
            var fate = wire._in.Next();
            for (var copy = 0; copy < fate.Copies; copy++)
            {
                if (fate.Delay == TimeSpan.Zero)
                {
                    sink.Deliver(message, flow);
                    continue;
                }
                var kept = message.ToArray();
                _ = LaterAsync(fate.Delay, () => sink.Deliver(kept, flow));
            }
            return true;
        }

        public bool DeliverFirst(ReadOnlySpan<byte> message, SipFlow flow) => Deliver(message, flow);

        public bool Continue() => sink.Continue();

        public void Refuse(ReadOnlySpan<byte> message, SipParseErrorCode error, SipFlow flow) => sink.Refuse(message, error, flow);

        public void Lose(SipFlow flow) => sink.Lose(flow);

        public bool IsKnown(IPAddress address) => sink.IsKnown(address);

        public void Fault(Exception exception) => sink.Fault(exception);
    }
}
