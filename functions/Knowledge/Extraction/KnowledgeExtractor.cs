using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Transcripts;

namespace SmartPbx.Functions.Knowledge.Extraction;

/// <summary>
/// What a call taught (KB-1), by rules, without a language model: exchanges → usefulness → wording → quality → personal data → duplicates within the call.
/// Pure: the same transcript gives the same knowledge.
/// </summary>
internal static class KnowledgeExtractor
{
    /// <summary>More than this from one call is noise.</summary>
    public const int MaxItems = 20;

    public static IReadOnlyList<ExtractedKnowledge> Extract(Transcript transcript)
    {
        var kept = new List<ExtractedKnowledge>();
        foreach (var exchange in Exchanges.Find(transcript.Turns))
        {
            if (kept.Count == MaxItems) break;
            if (TryMake(exchange) is { } item && !kept.Exists(other => IsSame(other, item))) kept.Add(item);
        }
        return kept;
    }

    private static ExtractedKnowledge? TryMake(Exchange exchange)
    {
        var asked = exchange.Question is null ? null : Wording.WithoutOpeners(exchange.Question);
        var told = Wording.WithoutOpeners(exchange.Answer);
        if (!Usefulness.Judge(asked, told).IsUseful) return null;
        var question = Mask(Wording.Sentence(asked ?? Wording.AskFor(told)), KnowledgeItem.MaxQuestionCharacters);
        var answer = Mask(Wording.Sentence(told), KnowledgeItem.MaxAnswerCharacters);
        if (question.Length < KnowledgeItem.MinQuestionCharacters || answer.Length < KnowledgeItem.MinAnswerCharacters) return null;
        var quality = Quality.Score(question, answer);
        return quality < Quality.Threshold ? null
            : new ExtractedKnowledge(question, answer, Category.Of(question, answer), quality, exchange.Confidence);
    }

    private static bool IsSame(ExtractedKnowledge left, ExtractedKnowledge right) =>
        Likeness.Of(left.Question, right.Question) > Likeness.Same || Likeness.Of(left.Answer, right.Answer) > Likeness.Same;

    private static string Mask(string text, int maxCharacters)
    {
        var masked = PersonalData.Mask(text).Text;
        return masked.Length <= maxCharacters ? masked : masked[..maxCharacters];
    }
}
