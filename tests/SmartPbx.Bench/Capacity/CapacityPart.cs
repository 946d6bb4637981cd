using SmartPbx.Bench.Figures;
using SmartPbx.Bench.Machine;
using SmartPbx.Bench.Relay;

namespace SmartPbx.Bench.Capacity;

/// <summary>
/// How many calls one core relays before it loses more than a packet in a thousand, each relay beside the others in the same run. The generator has
/// the other core; a relay that held while the generator was full might carry more.
/// </summary>
internal sealed class CapacityPart : IBenchPart
{
    private const double MaxSeconds = 4;
    private const int FirstTrial = 1000, Step = 100;
    private const int MaxCalls = 3200, MaxCallsOfRtpEngine = 2400; // its set-up takes long; about 1,700 are known

    public string Name => "capacity";

    public string Title => "Capacity: calls relayed on one core with less than 0.1 % lost";

    public void Run(BenchContext bench)
    {
        using var ours = new OurRelay(bench.Arguments, $"{Cores.Measured}");
        using var rtpEngine = new RtpEngineRelay(bench.Arguments);
        using var bare = new BareRelay(bench.Arguments);
        Trial[] trials = [new(ours, MaxCalls), new(rtpEngine, MaxCallsOfRtpEngine), new(bare, MaxCalls)];
        while (trials.Any(t => !t.Search.IsDone))
            foreach (var trial in trials.Where(t => !t.Search.IsDone)) trial.RunOnce(bench);
        bench.Figures.Add(new Figure("capacity.calls", trials[0].Search.Best, "calls", "rtpengine", trials[1].Search.Best, "2,000 (rtpengine about 1,700)"));
        bench.Figures.Add(new Figure("capacity.calls_c", trials[0].Search.Best, "calls", "bare C", trials[2].Search.Best, "2,000 (bare C at least 2,600)"));
        foreach (var trial in trials)
            bench.Figures.Add(new Figure($"capacity.generator_percent.{trial.Name}", trial.GeneratorPercent, "%", Goal: trial.Search.IsOpenEnded ? "more was not tried" : "of its core, at that load"));
    }

    /// <summary>One relay's search. All its calls are open from the beginning, paused while the others have the core.</summary>
    private sealed class Trial
    {
        private readonly IRelay _relay;
        private readonly string _map;

        public Trial(IRelay relay, int maxCalls)
        {
            _relay = relay;
            _map = relay.Open(maxCalls);
            Search = new CapacitySearch(FirstTrial, maxCalls, Step);
            relay.Pause();
        }

        public string Name => _relay.Name.Replace(' ', '_');

        public CapacitySearch Search { get; }

        public double GeneratorPercent { get; private set; }

        public void RunOnce(BenchContext bench)
        {
            var calls = Search.Next;
            _relay.Resume();
            var run = RtpGenerator.Run(bench.Arguments, calls, _map, Math.Min(bench.Arguments.Seconds, MaxSeconds), _relay.ProcessId);
            IdleProcess.Wait(_relay.ProcessId);
            _relay.Pause();
            var held = run.Held && run.IsOffered(calls);
            if (held) GeneratorPercent = run.GeneratorCpuPercent;
            Search.Tell(held);
            Show.Note($"{calls} calls, {_relay.Name}: loss {run.LossPercent:0.000} %, {run.CpuPercent:0} % of the core, delay p50 {run.DelayP50Us:0} p99 {run.DelayP99Us:0} µs, generator {run.GeneratorCpuPercent:0} %{(run.IsOffered(calls) ? "" : ", which could not send it all")}");
        }
    }
}
