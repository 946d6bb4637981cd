using SmartPbx.Bench.Figures;
using SmartPbx.Bench.Machine;

namespace SmartPbx.Bench.Relay;

/// <summary>
/// CPU, delay, loss and memory of relayed calls at three loads, beside rtpengine, the bare C relay and our own without io_uring. Rounds are interleaved (ours, peer, peer, ours, …), the
/// others stand still meanwhile, and the median of the rounds counts.
/// </summary>
internal sealed class RelayPart : IBenchPart
{
    private const int WarmUpCalls = 100;
    private const double WarmUpSeconds = 3;
    private static readonly (int Calls, double Goal)[] Loads = [(100, 0.9), (300, 0.85), (1000, 0.8)];

    public string Name => "relay";

    public string Title => "Relay: one core, beside rtpengine in user space and a bare C relay";

    public void Run(BenchContext bench)
    {
        using OurRelay ours = new(bench.Arguments, $"{Cores.Measured}"), byEpoll = new(bench.Arguments, $"{Cores.Measured}", byEpoll: true);
        using var rtpEngine = new RtpEngineRelay(bench.Arguments);
        using var bare = new BareRelay(bench.Arguments);
        foreach (var relay in new IRelay[] { ours, byEpoll, rtpEngine }) WarmUp(bench, relay);
        foreach (var (calls, goal) in Loads) RunLoad(bench, calls, goal, ours, byEpoll, rtpEngine, bare);
    }

    // What happens once in a process, code compiled and buffers made, is no cost of the first hundred calls.
    private static void WarmUp(BenchContext bench, IRelay relay)
    {
        RtpGenerator.Run(bench.Arguments, WarmUpCalls, relay.Open(WarmUpCalls), WarmUpSeconds, relay.ProcessId);
        relay.Close();
    }

    private static void RunLoad(BenchContext bench, int calls, double goal, OurRelay ours, IRelay byEpoll, IRelay rtpEngine, IRelay bare)
    {
        var memory = new RelayMemory(ours, rtpEngine);
        IRelay[] relays = [ours, byEpoll, rtpEngine, bare];
        var maps = relays.ToDictionary(r => r, r => memory.Open(r, calls));
        var runs = relays.ToDictionary(r => r, _ => new List<RtpRun>());
        foreach (var relay in relays) relay.Pause();
        for (var round = 0; round < bench.Arguments.Rounds; round++)
            foreach (var relay in round % 2 == 0 ? relays : relays.Reverse()) runs[relay].Add(RunOne(bench, calls, relay, maps[relay]));
        foreach (var relay in relays) relay.Resume();
        Report(bench, calls, goal, runs[ours], runs[byEpoll], runs[rtpEngine], runs[bare]);
        memory.Report(bench, calls);
        memory.ReportAllocation(bench, calls, () => RtpGenerator.Run(bench.Arguments, calls, maps[ours], seconds: 1, ours.ProcessId));
        foreach (var relay in relays) relay.Close();
    }

    private static RtpRun RunOne(BenchContext bench, int calls, IRelay relay, string map)
    {
        relay.Resume();
        var run = RtpGenerator.Run(bench.Arguments, calls, map, bench.Arguments.Seconds, relay.ProcessId);
        IdleProcess.Wait(relay.ProcessId);
        relay.Pause();
        Show.Note($"{calls} calls, {relay.Name}: {run.CpuUsPerPacket:0.00} µs a packet ({run.CpuPercent:0} % of the core), delay p50 {run.DelayP50Us:0} p99 {run.DelayP99Us:0} µs, loss {run.LossPercent:0.0000} %, generator {run.GeneratorCpuPercent:0} %");
        return run;
    }

    private static void Report(BenchContext bench, int calls, double goal, List<RtpRun> ours, List<RtpRun> byEpoll, List<RtpRun> rtpEngine, List<RtpRun> bare)
    {
        void Add(string quantity, string unit, Func<RtpRun, double> value, string peer, List<RtpRun> peerRuns, string asked) =>
            bench.Figures.Add(new Figure($"relay.{calls}.{quantity}", Median.Of(ours.Select(value)), unit, peer, Median.Of(peerRuns.Select(value)), asked));
        Add("cpu_us_per_packet", "us", r => r.CpuUsPerPacket, "rtpengine", rtpEngine, $"≤ 1.0×, goal {goal}×");
        Add("cpu_us_per_packet_c", "us", r => r.CpuUsPerPacket, "bare C", bare, "goal ≤ 1.15×");
        Add("cpu_us_per_packet_epoll", "us", r => r.CpuUsPerPacket, "by epoll", byEpoll, "");
        Add("delay_p50_us", "us", r => r.DelayP50Us, "rtpengine", rtpEngine, "not worse");
        Add("delay_p99_us", "us", r => r.DelayP99Us, "rtpengine", rtpEngine, "not worse");
        Add("loss_percent", "%", r => r.LossPercent, "rtpengine", rtpEngine, "0");
    }
}
