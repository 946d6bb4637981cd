using System.Collections.Frozen;

namespace SmartPbx.Agents.Turns;

/// <summary>What people say to show that they listen; it never takes the turn.</summary>
internal static class BackChannels
{
    private static readonly FrozenSet<string> Listeners = new[]
    {
        "uh-huh", "uhhuh", "uh", "huh", "mhm", "mm-hmm", "mmhmm", "mm", "hmm", "hm", "um", "umm", "ah", "oh", "aha", "yeah", "yep", "yup", "yes", "ok", "okay",
        "right", "sure", "i", "see", "really", "wow",
        "네", "예", "응", "음", "어", "아", "아하", "그래", "그래요", "그렇군요", "네네", "예예", "맞아요", "아네", "그렇죠",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Words that take the turn though they stand alone.</summary>
    private static readonly FrozenSet<string> Interrupters = new[]
    {
        "stop", "wait", "no", "hold", "hello", "excuse", "sorry", "pardon", "operator", "person", "question", "what", "help", "human", "agent",
        "잠깐", "잠깐만", "잠깐만요", "잠시만요", "아니", "아니요", "그만", "여보세요", "저기요", "상담원",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>How many words are said with a purpose.</summary>
    public static int RealWords(string text) => Words.Of(text).Count(w => !Listeners.Contains(w));

    /// <summary>Nothing but back-channel words; also nothing at all.</summary>
    public static bool IsOnly(string text) => RealWords(text) == 0;

    public static bool HasInterrupter(string text) => Words.Of(text).Any(Interrupters.Contains);
}
