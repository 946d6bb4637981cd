using Microsoft.Extensions.Logging;
using SmartPbx.Agents.Conversations;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Speech;

namespace SmartPbx.Agents.Answering;

/// <summary>From a recognised turn to a text with evidence: retrieval, and a second decoding with the general model where the first is in doubt.</summary>
internal sealed class Understander(ConversationServices services, ConversationContext context, SpeechOptions speech)
{
    /// <summary>A provider step that takes longer has failed.</summary>
    public static readonly TimeSpan StepTimeout = TimeSpan.FromSeconds(5);

    private const int TopK = 5;

    // Any two decodings have some item in common at the bottom of the scale.
    private const double MinAgreeingScore = 0.3;

    public async Task<Understanding> UnderstandAsync(CallerTurn turn, CancellationToken cancellationToken)
    {
        var sure = turn.Confidence >= AnswerConfidence.SureRecognition;
        var found = sure && turn.Probed is { } probed ? probed : await SearchAsync(turn.Text, turn.Words, cancellationToken);
        var hits = AnswerConfidence.Weigh(found);
        if (IsClear(turn, hits)) return new Understanding(turn.Text, hits, AnswerConfidence.Best(hits), sure);
        if (await DecodeAgainAsync(turn, cancellationToken) is not { Text.Length: > 0 } general)
            return new Understanding(turn.Text, hits, AnswerConfidence.Alone(hits, turn.Confidence), sure);
        var second = await SearchAsync(general.Text, general.Words, cancellationToken);
        var both = AnswerConfidence.WeighBoth(found, second, turn.Confidence);
        var shown = turn.Confidence >= AnswerConfidence.DoubtfulRecognition || Agree(hits, second) ? turn.Text : general.Text;
        return new Understanding(shown, both, AnswerConfidence.Best(both), true);
    }

    public Task<IReadOnlyList<KnowledgeHit>> SearchAsync(string text, CancellationToken cancellationToken) => SearchAsync(text, [], cancellationToken);

    // The tenant's model holds ordinary English too, so a sure recognition is as good as a second one: nothing is gained by asking for it.
    private bool IsClear(CallerTurn turn, IReadOnlyList<KnowledgeHit> hits) =>
        turn.Confidence >= AnswerConfidence.SureRecognition
            ? AnswerConfidence.Best(hits) >= context.Settings.ConfidenceThreshold || CallerIntent.WantsPerson(turn.Text) || CallerIntent.IsCourtesy(turn.Text)
            : turn.Confidence >= AnswerConfidence.DoubtfulRecognition && AnswerConfidence.Best(hits) >= context.Settings.ConfidenceThreshold;

    private static bool Agree(IReadOnlyList<KnowledgeHit> first, IReadOnlyList<KnowledgeHit> second) =>
        first.Count > 0 && second.Count > 0 && first[0].ItemId == second[0].ItemId && second[0].Score >= MinAgreeingScore;

    private async Task<IReadOnlyList<KnowledgeHit>> SearchAsync(string text, IReadOnlyList<RecognizedWord> heard, CancellationToken cancellationToken)
    {
        if (text.Length == 0) return [];
        var query = new KnowledgeQuery
        {
            Text = text.Length <= QuestionGuard.MaxCharacters ? text : text[..QuestionGuard.MaxCharacters], Heard = heard, TopK = TopK, Language = context.Language,
            Owner = context.Callee,
        };
        return await services.Knowledge.SearchAsync(context.Tenant, query, cancellationToken).WaitAsync(StepTimeout, services.Clock, cancellationToken);
    }

    // A failing second opinion is no reason to fail the turn.
    private async Task<Recognition?> DecodeAgainAsync(CallerTurn turn, CancellationToken cancellationToken)
    {
        if (turn.Audio.IsEmpty) return null;
        try
        {
            var options = speech with { Model = RecognitionModel.General };
            return await services.SpeechToText.RecognizeAsync(options, turn.Audio, cancellationToken).WaitAsync(StepTimeout, services.Clock, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            services.Logger.LogWarning(failure, "second decoding failed on call {Call}", context.CallId);
            return null;
        }
    }
}
