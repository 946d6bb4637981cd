using System.Text.RegularExpressions;

namespace SmartPbx.Agents.Turns;

/// <summary>Text as comparable words: lower case, without punctuation.</summary>
internal static partial class Words
{
    public static string[] Of(string text) => Split().Split(text.ToLowerInvariant().Replace("'", "", StringComparison.Ordinal)) switch
    {
        var words => Array.FindAll(words, w => w.Length > 0),
    };

    [GeneratedRegex(@"[^\p{L}\p{N}-]+")]
    private static partial Regex Split();
}
