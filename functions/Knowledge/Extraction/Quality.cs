using SmartPbx.Domain.Knowledge;

namespace SmartPbx.Functions.Knowledge.Extraction;

/// <summary>
/// The quality score of a question and answer: from 1.0, question under 10 characters −0.3, answer under 20 −0.2, unresolved −0.3, each vague word −0.1.
/// </summary>
internal static class Quality
{
    /// <summary>Items below this are not kept.</summary>
    public const double Threshold = 0.6;

    public static double Score(string question, string answer)
    {
        var score = 1.0;
        if (question.Length < KnowledgeItem.MinQuestionCharacters) score -= 0.3;
        if (answer.Length < KnowledgeItem.MinAnswerCharacters) score -= 0.2;
        if (Phrases.ContainsAny(answer, Phrases.Unresolved)) score -= 0.3;
        score -= 0.1 * Phrases.Words($"{question} {answer}").Count(Phrases.Vague.Contains);
        return Math.Round(Math.Max(0, score), 2);
    }
}
