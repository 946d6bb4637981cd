using System.Diagnostics;
using SmartPbx.Fuzz.Mutation;

namespace SmartPbx.Fuzz;

/// <summary>
/// Feeds mutated inputs to one target until the time or the number is over, and watches four things: exceptions, broken promises, the slowest
/// input, and what stays on the heap. Inputs that parse further than others are not known here; variety comes from the corpus and from keeping some
/// mutants as new beginnings.
/// </summary>
public sealed class FuzzRun(IFuzzTarget target, ulong seed)
{
    /// <summary>An input that takes this long, three times in a row, is a hang.</summary>
    public static readonly TimeSpan HangLimit = TimeSpan.FromMilliseconds(250);

    /// <summary>A run may leave this much behind: caches of the runtime, tables that fill up once.</summary>
    public const long MaxHeapGrowthBytes = 4 << 20;

    private const int MaxCorpus = 4_096, KeepOneIn = 512, MaxFailures = 5, WarmUpInputs = 2_000, ClockEvery = 256;
    private readonly FuzzRandom _random = new(seed);
    private readonly List<byte[]> _corpus = [];
    private readonly List<string> _failures = [];
    private TimeSpan _worstTime;
    private byte[] _worst = [];

    public FuzzReport Run(TimeSpan time, long inputs)
    {
        _corpus.AddRange(target.Seeds(_random));
        _corpus.AddRange(Corpus.RegressionFiles(target.Name).Select(File.ReadAllBytes));
        var mutator = new Mutator(_random, target.Words);
        foreach (var seedInput in _corpus.ToList()) TryFeed(seedInput);
        Feed(mutator, WarmUpInputs, TimeSpan.MaxValue);
        (_worstTime, _worst) = (TimeSpan.Zero, []);
        var before = LiveBytes();
        var start = Stopwatch.StartNew();
        var fed = Feed(mutator, inputs, time);
        var elapsed = start.Elapsed;
        var growth = LiveBytes() - before;
        if (growth > MaxHeapGrowthBytes) _failures.Add($"the heap grew by {growth} bytes over {fed} inputs");
        if (_worstTime > HangLimit) _failures.Add($"an input of {_worst.Length} bytes takes {_worstTime.TotalMilliseconds:0} ms ({Corpus.Keep(target.Name, _worst)})");
        return new FuzzReport(target.Name, fed, elapsed, _worstTime.TotalMilliseconds, _worst.Length, growth, _failures);
    }

    private long Feed(Mutator mutator, long inputs, TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        long fed = 0;
        while (fed < inputs && _failures.Count < MaxFailures)
        {
            if (fed++ % ClockEvery == 0 && clock.Elapsed > time) break;
            var input = mutator.Mutate(_random.Any(_corpus), _random.Any(_corpus));
            TryFeed(input);
            if (!_random.OneIn(KeepOneIn) || input.Length > 4_096) continue;
            if (_corpus.Count < MaxCorpus) _corpus.Add(input);
            else _corpus[_random.Below(MaxCorpus)] = input;
        }
        return fed;
    }

    private void TryFeed(byte[] input)
    {
        var start = Stopwatch.GetTimestamp();
        try { target.Feed(input); }
        catch (Exception broken) when (_failures.Count < MaxFailures)
        {
            _failures.Add($"{broken.GetType().Name}: {broken.Message.ReplaceLineEndings(" ")} ({Corpus.Keep(target.Name, input)}){Where(broken)}");
        }
        if (Stopwatch.GetElapsedTime(start) > _worstTime && Best(input) is var best && best > _worstTime) (_worstTime, _worst) = (best, input);
    }

    // Processor time, the least of three: on a busy machine a handover between two threads waits, and that is no work.
    private TimeSpan Best(byte[] input)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            var start = Environment.CpuUsage.TotalTime;
            try { target.Feed(input); }
            catch (Exception) { } // reported where it was fed first
            var took = Environment.CpuUsage.TotalTime - start;
            if (took < best) best = took;
        }
        return best;
    }

    private static string Where(Exception broken) => broken is BrokenPromiseException ? "" : Environment.NewLine + string.Join(Environment.NewLine, (broken.StackTrace ?? "").Split('\n').Take(4));

    private long LiveBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: true) - _corpus.Sum(c => (long)c.Length + 32);
    }
}
