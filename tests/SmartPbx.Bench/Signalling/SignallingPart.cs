using SmartPbx.Bench.Figures;
using SmartPbx.Bench.Machine;

namespace SmartPbx.Bench.Signalling;

/// <summary>
/// INVITE…BYE without media on one core: the first seconds of a fresh process, CPU per call beside kamailio as a mere proxy, answers at 500 calls a second, the maximum,
/// ten thousand calls at 70 % of it, memory while calls come and go, and twice the maximum.
/// </summary>
internal sealed class SignallingPart : IBenchPart
{
    private const double MaxFailedShare = 0.001;
    private const double ColdSeconds = 5, WarmUpSeconds = 10; // what is measured afterwards has run for a while
    private const double Overload = 2;
    private const int CallsOfBatch = 10_000;
    private const int BatchesToFill = 4; // longer than the 64*T1 for which every call leaves its transactions behind
    private static readonly double[] Rates = [500, 700, 900, 1100, 1300, 1500, 1750, 2000, 2500];

    public string Name => "signalling";

    public string Title => "Signalling: INVITE to BYE through the B2BUA on one core, beside kamailio";

    public void Run(BenchContext bench)
    {
        using var edge = new EdgeServer(bench.Arguments);
        using var kamailio = new KamailioServer(bench.Arguments);
        StartCold(bench, edge);
        foreach (ISipServer server in new ISipServer[] { edge, kamailio }) RunOne(bench, server, bench.Arguments.CallsPerSecond, WarmUpSeconds);
        Compare(bench, edge, kamailio);
        if (bench.Arguments.EnduranceBatches == 0) return;
        var most = FindMaximum(bench, edge);
        Endure(bench, edge, most * 0.7);
        Overrun(bench, edge, most);
    }

    private static void StartCold(BenchContext bench, EdgeServer edge)
    {
        var cold = RunOne(bench, edge, bench.Arguments.CallsPerSecond, ColdSeconds);
        bench.Figures.Add(new Figure("signalling.cold.failed_percent", 100 * cold.Failed / cold.Started, "%", Goal: $"of the first {cold.Started:#,0} calls of a fresh process"));
    }

    // Whoever refuses in time serves as many as ever; whoever does not is busy with repeats.
    private static void Overrun(BenchContext bench, EdgeServer edge, double most)
    {
        var run = RunOne(bench, edge, Overload * most, bench.Arguments.Seconds);
        bench.Figures.Add(new Figure("signalling.overload.share_of_maximum", run.Completed / bench.Arguments.Seconds / most, "", Goal: $"near 1 at {Overload} × the maximum, the rest refused at once"));
        bench.Figures.Add(new Figure("signalling.overload.repeats", run.Retransmissions, "messages", Goal: $"few, of {run.Started:#,0} calls"));
    }

    private static void Compare(BenchContext bench, EdgeServer edge, KamailioServer kamailio)
    {
        List<SipRun> ours = [], theirs = [];
        for (var round = 0; round < bench.Arguments.Rounds; round++)
        {
            ours.Add(RunOne(bench, edge, bench.Arguments.CallsPerSecond, bench.Arguments.Seconds));
            theirs.Add(RunOne(bench, kamailio, bench.Arguments.CallsPerSecond, bench.Arguments.Seconds));
        }
        void Add(string quantity, string unit, Func<SipRun, double> value, string goal) => bench.Figures.Add(
            new Figure($"signalling.{bench.Arguments.CallsPerSecond:0}.{quantity}", Median.Of(ours.Select(value)), unit, kamailio.Name, Median.Of(theirs.Select(value)), goal));
        Add("cpu_ms_per_call", "ms", r => r.CpuMsPerCall, "≤ 3.3×, goal 1.7×");
        Add("invite_to_100_p99_us", "us", r => r.TryingP99Us, "< 1,000");
        Add("set_up_added_p99_us", "us", r => r.SetUpP99Us, "< 5,000");
        Add("failed", "calls", r => r.Failed, "0");
    }

    // The highest rate at which hardly a call is lost; the generator repeats like a phone, so an overloaded server shows in failures.
    private static double FindMaximum(BenchContext bench, EdgeServer edge)
    {
        double best = 0;
        foreach (var rate in Rates)
        {
            var run = RunOne(bench, edge, rate, bench.Arguments.Seconds);
            if (run.Failed + run.Retransmissions > MaxFailedShare * run.Started) break;
            best = rate;
        }
        bench.Figures.Add(new Figure("signalling.max_calls_per_second", best, "calls/s", Goal: "no failure, no repeat"));
        return Math.Max(best, Rates[0] / 2);
    }

    private static void Endure(BenchContext bench, EdgeServer edge, double rate)
    {
        double filled = 0;
        for (var batch = 1; batch <= bench.Arguments.EnduranceBatches; batch++)
        {
            var run = RunOne(bench, edge, rate, CallsOfBatch / rate);
            if (batch == 1) bench.Figures.Add(new Figure("signalling.70_percent.failed_in_10000", run.Failed, "calls", Goal: "0"));
            if (batch == Math.Min(BatchesToFill, bench.Arguments.EnduranceBatches)) filled = ProcessMemory.ResidentKb(edge.ProcessIds[0]);
            Show.Note($"{batch * CallsOfBatch:#,0} calls: {ProcessMemory.ResidentKb(edge.ProcessIds[0]) / 1024:0} MB resident");
        }
        bench.Figures.Add(new Figure("signalling.memory_growth_kb", ProcessMemory.ResidentKb(edge.ProcessIds[0]) - filled, "kB",
            Goal: $"flat over {bench.Arguments.EnduranceBatches * CallsOfBatch:#,0} calls (from {filled / 1024:0} MB)"));
    }

    private static SipRun RunOne(BenchContext bench, ISipServer server, double rate, double seconds)
    {
        var run = SipGenerator.Run(bench.Arguments, server, rate, seconds);
        Show.Note($"{server.Name} at {rate:0}/s: {run.CpuMsPerCall:0.000} ms a call ({run.CpuPercent:0} % of the core), 100 after p99 {run.TryingP99Us:0} µs, 200 after p50 {run.SetUpP50Us:0} p99 {run.SetUpP99Us:0} µs, {run.Failed} failed, {run.Retransmissions} repeats");
        return run;
    }
}
