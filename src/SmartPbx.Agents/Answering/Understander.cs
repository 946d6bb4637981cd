using Microsoft.Extensions.Logging;
using SmartPbx.Agents.Conversations;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Speech;

namespace SmartPbx.Agents.Answering;

/// <summary>From a recognised turn to a text with evidence: retrieval, and a second decoding with the general model where the first is in doubt.</summary>
internal sealed class Understander(ConversationServices services, ConversationContext context, SpeechOptions speech)
{
    private const int TopK = 5;

    public async Task<Understanding> UnderstandAsync(CallerTurn turn, CancellationToken cancellationToken)
    {
        var hits = turn.Probed ?? await SearchAsync(turn.Text, cancellationToken);
        var sure = turn.Confidence >= AnswerConfidence.SureRecognition;
        if (sure && (AnswerConfidence.Best(hits) >= context.Settings.ConfidenceThreshold || CallerIntent.WantsPerson(turn.Text) || CallerIntent.IsCourtesy(turn.Text)))
            return new Understanding(turn.Text, hits, AnswerConfidence.OfSure(hits), true);
        if (await DecodeAgainAsync(turn, cancellationToken) is not { Text.Length: > 0 } general)
            return new Understanding(turn.Text, hits, sure ? AnswerConfidence.OfSure(hits) : AnswerConfidence.OfDoubtful(hits, turn.Confidence), sure);
        var second = await SearchAsync(general.Text, cancellationToken);
        var confidence = AnswerConfidence.OfTwo(hits, second);
        if (sure) confidence = Math.Max(confidence, AnswerConfidence.OfSure(hits));
        var agreed = AnswerConfidence.Agree(hits, second) && AnswerConfidence.Best(hits) > AnswerConfidence.Best(second);
        return new Understanding(agreed ? turn.Text : general.Text, agreed ? hits : second, confidence, true);
    }

    public async Task<IReadOnlyList<KnowledgeHit>> SearchAsync(string text, CancellationToken cancellationToken)
    {
        if (text.Length == 0) return [];
        var query = new KnowledgeQuery
        {
            Text = text.Length <= QuestionGuard.MaxCharacters ? text : text[..QuestionGuard.MaxCharacters], TopK = TopK, Language = context.Language, Owner = context.Callee,
        };
        return await ProviderStep.RunAsync(step => services.Knowledge.SearchAsync(context.Tenant, query, step), services.Clock, cancellationToken);
    }

    // A failing second opinion is no reason to fail the turn.
    private async Task<Recognition?> DecodeAgainAsync(CallerTurn turn, CancellationToken cancellationToken)
    {
        if (turn.Audio.IsEmpty) return null;
        try
        {
            var options = speech with { Model = RecognitionModel.General };
            return await ProviderStep.RunAsync(step => services.SpeechToText.RecognizeAsync(options, turn.Audio, step), services.Clock, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested) // boundary: a provider may fail in any way; the first decoding stands
        {
            services.Logger.LogWarning(failure, "second decoding failed on call {Call}", context.CallId);
            return null;
        }
    }
}
