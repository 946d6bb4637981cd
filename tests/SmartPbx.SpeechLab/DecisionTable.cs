using System.Globalization;

namespace SmartPbx.SpeechLab;

/// <summary>Counts of right answers, wrong answers, needless alerts and right alerts by voice.</summary>
public sealed class DecisionTable
{
    private readonly Dictionary<string, Dictionary<string, int>> _counts = [];
    private readonly Dictionary<string, (int Errors, int Words)> _words = [];
    private readonly Dictionary<string, int> _known = [];
    private readonly List<Decision> _decisions = [];

    /// <summary>right: the answer; wrong: another, or any to an unknown question; needless: a person asked though known; alert: a person asked rightly.</summary>
    public static string Judge(string? expected, Decision decision) => decision.Answer switch
    {
        null => expected is null ? "alert" : "needless",
        var answer => answer == expected ? "right" : "wrong",
    };

    public int Count(string voice, string judgement) => _counts.GetValueOrDefault(voice)?.GetValueOrDefault(judgement) ?? 0;

    /// <summary>How many questions of the voice had an answer.</summary>
    public int Known(string voice) => _known.GetValueOrDefault(voice);

    public double WordError(string voice, bool known) => Rate(voice + (known ? " known" : " unknown"));

    public void Add(string voice, string? expected, Decision decision)
    {
        var counts = _counts.TryGetValue(voice, out var existing) ? existing : _counts[voice] = [];
        var judgement = Judge(expected, decision);
        counts[judgement] = counts.GetValueOrDefault(judgement) + 1;
        if (expected is not null) _known[voice] = Known(voice) + 1;
        var key = voice + (expected is null ? " unknown" : " known");
        var words = _words.GetValueOrDefault(key);
        _words[key] = (words.Errors + decision.WordErrors, words.Words + decision.Words);
        _decisions.Add(decision);
    }

    public void Print(TextWriter output)
    {
        foreach (var (voice, counts) in _counts)
            output.WriteLine($"{voice}: " + string.Join(", ", counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key} {c.Value}"))
                + string.Create(CultureInfo.InvariantCulture, $"; word error known {Rate(voice + " known"):P0}, unknown {Rate(voice + " unknown"):P0}"));
        var (audioMs, cpuMs) = (_decisions.Sum(d => d.AudioMs), _decisions.Sum(d => d.CpuMs));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"tenant decode: {cpuMs / Math.Max(1, audioMs):F2} of real time (CPU)"));
        PrintTimes(output, "after the speech's end", d => d.EndMs);
        PrintTimes(output, "decision", d => d.DecideMs);
    }

    private void PrintTimes(TextWriter output, string what, Func<Decision, double> time)
    {
        var times = _decisions.Select(time).Order().ToList();
        if (times.Count > 0)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{what}: median {times[times.Count / 2]:F0}, 95 % {times[times.Count * 95 / 100]:F0}, most {times[^1]:F0} ms (CPU)"));
    }

    private double Rate(string key) => _words.TryGetValue(key, out var words) ? (double)words.Errors / Math.Max(1, words.Words) : 0;
}
