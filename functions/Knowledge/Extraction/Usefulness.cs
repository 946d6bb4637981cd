using SmartPbx.Domain.Knowledge;

namespace SmartPbx.Functions.Knowledge.Extraction;

/// <summary>Whether an exchange would help the next caller, as {is_useful, confidence, reason}.</summary>
internal sealed record Usefulness(bool IsUseful, double Confidence, string Reason)
{
    /// <summary>Below this the exchange is left out.</summary>
    public const double Threshold = 0.7;

    private const int FewestContentWords = 4;
    private const int FewestLetters = 12; // Korean says in few words what takes many in English

    /// <param name="question">Without openers; null for an unasked statement.</param>
    /// <param name="answer">Without openers.</param>
    public static Usefulness Judge(string? question, string answer)
    {
        if (answer.Length < KnowledgeItem.MinAnswerCharacters && answer.Count(char.IsLetter) < FewestLetters) return No("too short");
        if (Phrases.ContainsAny(answer, Phrases.Unresolved)) return No("not resolved");
        if (Phrases.ContainsAny(answer, Phrases.Personal)) return No("about this caller only");
        var content = Phrases.Content(answer).ToList();
        var informative = content.Count(word => Phrases.Informative.Contains(word) || word.Any(char.IsAsciiDigit));
        var confidence = 0.4
            + (content.Count >= FewestContentWords ? 0.2 : content.Count >= 2 ? 0.1 : 0)
            + (informative >= 2 ? 0.25 : informative == 1 ? 0.15 : 0)
            + (question is null ? 0 : 0.2)
            + (question is not null && Phrases.Content(question).Intersect(content, StringComparer.Ordinal).Any() ? 0.1 : 0);
        confidence = Math.Min(1, Math.Round(confidence, 2));
        return new Usefulness(confidence >= Threshold, confidence, question is null ? "states a fact" : "answers a question");
    }

    private static Usefulness No(string reason) => new(false, 0, reason);
}
