using System.Collections.Frozen;
using System.Text.RegularExpressions;
using SmartPbx.Agents.Turns;

namespace SmartPbx.Agents.Answering;

/// <summary>What a caller may say that is no question: wishes for a person, farewells, topics that a tenant leaves to people.</summary>
internal static partial class CallerIntent
{
    private const int LongestFarewell = 8; // words

    private static readonly FrozenSet<string> Courtesy = new[]
    {
        "thank", "thanks", "you", "very", "much", "a", "lot", "so", "bye", "goodbye", "okay", "ok", "great", "good", "fine", "perfect", "no", "thats", "that", "is", "all",
        "nothing", "else", "for", "your", "help", "have", "nice", "day", "well", "alright", "and", "now", "i", "am", "im", "done", "was", "it",
        "감사합니다", "고맙습니다", "고마워요", "안녕히", "계세요", "수고하세요", "됐어요", "없어요", "네", "예", "끊을게요",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Farewells =
        new[] { "bye", "goodbye", "계세요", "끊을게요", "수고하세요" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Asks for a person in words.</summary>
    public static bool WantsPerson(string text) => Person().IsMatch(text);

    /// <summary>Only thanks, agreement or farewell: nothing to be looked up.</summary>
    public static bool IsCourtesy(string text)
    {
        var words = Words.Of(text);
        return words.Length is > 0 and <= LongestFarewell && words.All(Courtesy.Contains);
    }

    public static bool IsFarewell(string text) => IsCourtesy(text) && Words.Of(text).Any(Farewells.Contains);

    /// <summary>Names one of the topics, also as the beginning of a longer word (refund, refunds).</summary>
    public static bool Touches(string text, IReadOnlyList<string> topics)
    {
        var words = Words.Of(text);
        return topics.Any(topic => topic.Length > 0 && (topic.Contains(' ', StringComparison.Ordinal)
            ? text.Contains(topic, StringComparison.OrdinalIgnoreCase)
            : words.Any(w => w.StartsWith(topic, StringComparison.OrdinalIgnoreCase))));
    }

    [GeneratedRegex(@"\b(speak|talk|connect|transfer|put|get|give|reach)\b[^.?!]{0,40}\b(person|someone|somebody|human|operator|representative|agent|colleague|people)\b"
        + @"|\b(real|live|human)\s+(person|being|agent|operator)\b|^\W*(an?\s+|the\s+)?(operator|representative|human|person|agent)(\s+please)?\W*$"
        + @"|(상담원|상담사|직원|사람|담당자)\S*\s*(좀\s*)?(연결|바꿔|통화|부탁)|^\W*(상담원|상담사|교환)\W*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Person();
}
