using System.Collections.Frozen;

namespace SmartPbx.Agents.Turns;

/// <summary>
/// When a silence is the end of the caller's turn, from the local voice detector and the interim text, never from a service's "final": those come a second late
/// or split sentences. Defaults of the field: 500–700 ms, less when the text is complete, more when it is not.
/// </summary>
internal static class Endpointing
{
    public const int KnownQuestionMs = 400;
    public const int UsualMs = 600;

    /// <summary>Nothing recognised yet, or no recogniser for the language.</summary>
    public const int NoTextMs = 800;

    public const int IncompleteMs = 1100;

    /// <summary>After this much silence the interim text is worth looking up.</summary>
    public const int ProbeAfterMs = 160;

    /// <summary>Retrieval score from which a text counts as a complete, known question.</summary>
    public const double KnownScore = 0.8;

    /// <summary>A turn is cut here, however long the caller goes on.</summary>
    public const int LongestTurnMs = 30_000;

    // A sentence hardly ends with these: articles, prepositions, conjunctions, auxiliaries, hesitation; Korean particles of an unfinished clause.
    private static readonly FrozenSet<string> Unfinished = new[]
    {
        "a", "an", "the", "my", "your", "our", "their", "this", "of", "to", "for", "with", "from", "at", "in", "on", "by", "about", "and", "or", "but", "if", "because",
        "when", "that", "so", "is", "are", "was", "were", "do", "does", "did", "can", "could", "would", "should", "will", "um", "uh", "er", "like", "i", "we", "you",
        "그리고", "그런데", "그래서", "근데", "혹시", "저기", "그", "저", "음", "어",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Silence in milliseconds after which the turn is over.</summary>
    /// <param name="interim">What is recognised so far.</param>
    /// <param name="known">Retrieval says that the text is a question of the knowledge base.</param>
    public static int SilenceMs(string interim, bool known)
    {
        var words = Words.Of(interim);
        if (words.Length == 0) return NoTextMs;
        if (Unfinished.Contains(words[^1])) return IncompleteMs;
        return known ? KnownQuestionMs : UsualMs;
    }
}
