namespace SmartPbx.Functions.Knowledge.Extraction;

/// <summary>How alike two texts are: cosine of their content words, 0–1.</summary>
internal static class Likeness
{
    /// <summary>Above this two items are the same one.</summary>
    public const double Same = 0.95;

    public static double Of(string left, string right)
    {
        var (a, b) = (Count(left), Count(right));
        double dot = a.Sum(word => (double)word.Value * b.GetValueOrDefault(word.Key));
        var length = Math.Sqrt(a.Values.Sum(n => (double)n * n)) * Math.Sqrt(b.Values.Sum(n => (double)n * n));
        return length == 0 ? 0 : dot / length;
    }

    private static Dictionary<string, int> Count(string text) =>
        Phrases.Content(text).GroupBy(word => word, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
}
