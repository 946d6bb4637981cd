using SmartPbx.Bench.Figures;
using SmartPbx.Bench.Machine;

namespace SmartPbx.Bench.Relay;

/// <summary>
/// Memory of relayed calls: the process (resident set), its managed heap, and what the kernel keeps for its sockets, each as the growth from no call to all.
/// Taken after the load, when each leg has locked its source. What the relay thread allocates is counted over packets of calls that stand: opening legs is not their cost.
/// </summary>
internal sealed class RelayMemory(OurRelay ours, IRelay peer)
{
    private readonly double _peerBefore = ProcessMemory.ResidentKb(peer.ProcessId);
    private double _oursBefore;
    private double? _kernelBefore, _kernel;
    private RelayCounters? _countersBefore;

    /// <summary>Opens the calls, noting what was before.</summary>
    public string Open(IRelay relay, int calls)
    {
        if (relay != ours) return relay.Open(calls);
        _countersBefore = ours.Counters();
        (_oursBefore, _kernelBefore) = (ProcessMemory.ResidentKb(ours.ProcessId), ProcessMemory.SocketKb());
        var map = relay.Open(calls);
        _kernel = ProcessMemory.SocketKb();
        return map;
    }

    /// <summary>Relays more packets of the calls that stand.</summary>
    public void ReportAllocation(BenchContext bench, int calls, Action relay)
    {
        var before = ours.Counters();
        relay();
        var after = ours.Counters();
        bench.Figures.Add(new Figure($"relay.{calls}.allocated_bytes_per_packet", (double)(after.AllocatedBytes - before.AllocatedBytes) / (after.PacketsRelayed - before.PacketsRelayed), "B", Goal: "0"));
    }

    public void Report(BenchContext bench, int calls)
    {
        var counters = ours.Counters();
        bench.Figures.Add(new Figure($"relay.{calls}.memory_kb_per_call", (ProcessMemory.ResidentKb(ours.ProcessId) - _oursBefore) / calls, "kB", "rtpengine",
            (ProcessMemory.ResidentKb(peer.ProcessId) - _peerBefore) / calls, "< 20"));
        bench.Figures.Add(new Figure($"relay.{calls}.managed_kb_per_call", (counters.ManagedBytes - _countersBefore!.ManagedBytes) / 1024.0 / calls, "kB", Goal: "< 20"));
        if (_kernel - _kernelBefore is { } kernel) bench.Figures.Add(new Figure($"relay.{calls}.kernel_socket_kb_per_call", kernel / calls, "kB"));
    }
}
