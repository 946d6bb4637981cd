using SmartPbx.Bench.Figures;
using SmartPbx.Bench.Machine;
using SmartPbx.Bench.Relay;

namespace SmartPbx.Bench.Capacity;

/// <summary>
/// Calls relayed and recorded: the greatest number on one core, then a thousand in one process on all cores while the generator has a share of the first.
/// A load holds when less than 0.1 % is lost and every recording is whole.
/// </summary>
internal sealed class RecordedPart : IBenchPart
{
    private const double MaxSeconds = 5;
    private const int FirstTrial = 600, Step = 100, MaxCalls = 2400;
    private const int CallsOnAllCores = 1000;

    public string Name => "recorded";

    public string Title => "Recording: calls relayed and recorded";

    public void Run(BenchContext bench)
    {
        var search = new CapacitySearch(FirstTrial, MaxCalls, Step);
        using (var oneCore = new OurRelay(bench.Arguments, $"{Cores.Measured}"))
            while (!search.IsDone) search.Tell(RunOnce(bench, oneCore, search.Next, "one core").Held);
        bench.Figures.Add(new Figure("recorded.calls_on_one_core", search.Best, "calls", Goal: "1,000, nothing missing in any file"));
        using var allCores = new OurRelay(bench.Arguments, $"0-{Cores.Measured}");
        var (run, counters, _) = RunOnce(bench, allCores, CallsOnAllCores, "all cores");
        void Add(string quantity, double value, string unit, string asked) => bench.Figures.Add(new Figure($"recorded.{CallsOnAllCores}_on_all_cores.{quantity}", value, unit, Goal: asked));
        Add("loss_percent", run.LossPercent, "%", "< 0.1");
        Add("packets_not_recorded", counters.TapOverflows, "packets", "0");
        Add("delay_p50_us", run.DelayP50Us, "us", "");
        Add("delay_p99_us", run.DelayP99Us, "us", "< 5,000, goal 1,000");
        Add("cpu_percent", run.CpuPercent, "%", $"of {100 * (Cores.Measured + 1)}");
        Add("generator_percent", run.GeneratorCpuPercent, "%", "of the first core, taken from us");
        Add("memory_kb_per_call", counters.ResidentKbPerCall, "kB", "");
    }

    private static (RtpRun Run, Recorded Recorded, bool Held) RunOnce(BenchContext bench, OurRelay relay, int calls, string where)
    {
        var (before, memory) = (relay.Counters(), ProcessMemory.ResidentKb(relay.ProcessId));
        var map = relay.Open(calls);
        relay.Record();
        var run = RtpGenerator.Run(bench.Arguments, calls, map, Math.Min(bench.Arguments.Seconds, MaxSeconds), relay.ProcessId);
        memory = ProcessMemory.ResidentKb(relay.ProcessId) - memory;
        IdleProcess.Wait(relay.ProcessId);
        relay.Close();
        var recorded = new Recorded(relay.Counters().TapOverflows - before.TapOverflows, memory / calls);
        var broken = RecordingCheck.CountBroken(relay.Recordings, calls, Math.Min(bench.Arguments.Seconds, MaxSeconds));
        relay.DeleteRecordings();
        Show.Note($"{calls} calls on {where}: loss {run.LossPercent:0.000} %, {recorded.TapOverflows} packets not recorded, {broken} recordings not whole, {run.CpuPercent:0} % CPU, delay p50 {run.DelayP50Us:0} p99 {run.DelayP99Us:0} µs, generator {run.GeneratorCpuPercent:0} %");
        return (run, recorded, run.Held && recorded.TapOverflows == 0 && broken == 0);
    }

    private sealed record Recorded(long TapOverflows, double ResidentKbPerCall);
}
