using System.Text.RegularExpressions;

namespace SmartPbx.Demo;

/// <summary>Word error rate: edit distance in words over the words that were said.</summary>
internal static partial class WordError
{
    public static (int Errors, int Words) Count(string said, string recognised)
    {
        var (reference, hypothesis) = (Words(said), Words(recognised));
        var distance = new int[reference.Length + 1, hypothesis.Length + 1];
        for (var i = 0; i <= reference.Length; i++)
            for (var j = 0; j <= hypothesis.Length; j++)
                distance[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(Math.Min(distance[i - 1, j] + 1, distance[i, j - 1] + 1),
                    distance[i - 1, j - 1] + (reference[i - 1] == hypothesis[j - 1] ? 0 : 1));
        return (distance[reference.Length, hypothesis.Length], reference.Length);
    }

    public static string[] Words(string text) => [.. Word().Matches(text.ToLowerInvariant()).Select(m => m.Value)];

    [GeneratedRegex(@"[\p{L}\p{N}']+")]
    private static partial Regex Word();
}
