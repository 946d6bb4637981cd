using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SmartPbx.Agents.Conversations;
using SmartPbx.Agents.Speaking;
using SmartPbx.Agents.Turns;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Speech;

namespace SmartPbx.Agents.Answering;

/// <summary>
/// One turn of the caller, from its words to a decision and the sentences of an answer: understand → decide → ask the model → hand over sentence by sentence.
/// Runs in the turn's cancellation scope; says what it found through the mailbox.
/// </summary>
internal sealed class Answerer(ConversationServices services, ConversationContext context, SpeechOptions speech, Mailbox mailbox)
{
    private const int NoiseVoiceMs = 300; // less voice than a word has

    private readonly Understander _understander = new(services, context, speech);
    private readonly string _system = SystemPrompt.For(context);

    /// <summary>Looks up an interim text while the caller pauses.</summary>
    public async Task ProbeAsync(string text, CancellationToken cancellationToken) =>
        await mailbox.PostAsync(new Probed(text, await _understander.SearchAsync(text, cancellationToken)), cancellationToken);

    /// <summary>Answers the turn. The sentences' channel is completed whatever happens.</summary>
    public async Task AnswerAsync(CallerTurn turn, ChannelWriter<string> sentences, CancellationToken cancellationToken)
    {
        try
        {
            await TryAnswerAsync(turn, sentences, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested) // boundary: any provider may fail in any way; the conversation decides what follows
        {
            services.Logger.LogWarning(failure, "turn {Turn} of call {Call} failed", turn.Number, context.CallId);
            await mailbox.PostAsync(new AnswerFailed(turn.Number), cancellationToken);
        }
        finally
        {
            sentences.TryComplete();
        }
    }

    private async Task TryAnswerAsync(CallerTurn turn, ChannelWriter<string> sentences, CancellationToken cancellationToken)
    {
        if (IsNothing(turn))
        {
            await mailbox.PostAsync(new Decided(turn.Number, new AnswerDecision(AnswerKind.Nothing) { Question = turn.Text }), cancellationToken);
            return;
        }
        var understanding = await _understander.UnderstandAsync(turn, cancellationToken);
        var decision = Decide(turn, understanding);
        if (decision.Kind == AnswerKind.Answer) await AskModelAsync(turn, decision, sentences, cancellationToken);
        else await mailbox.PostAsync(new Decided(turn.Number, decision), cancellationToken);
    }

    private static bool IsNothing(CallerTurn turn) =>
        turn.Text.Length == 0 ? turn.VoiceMs < NoiseVoiceMs : BackChannels.IsOnly(turn.Text) || Echo.IsIn(turn.Text, turn.Played);

    private AnswerDecision Decide(CallerTurn turn, Understanding understanding)
    {
        var decision = new AnswerDecision(AnswerKind.Answer) { Question = understanding.Text, Confidence = understanding.Confidence, Hits = understanding.Hits };
        if (understanding.Text.Length == 0) return decision with { Kind = AnswerKind.Repeat };
        if (BackChannels.IsOnly(understanding.Text) || Echo.IsIn(understanding.Text, turn.Played)) return decision with { Kind = AnswerKind.Nothing };
        if (understanding.Reliable && CallerIntent.WantsPerson(understanding.Text)) return decision with { Kind = AnswerKind.RingPerson };
        if (understanding.Reliable && CallerIntent.IsCourtesy(understanding.Text))
            return decision with { Kind = CallerIntent.IsFarewell(understanding.Text) ? AnswerKind.Goodbye : AnswerKind.Nothing };
        var sensitive = CallerIntent.Touches(understanding.Text, context.Settings.SensitiveTopics);
        if (!sensitive && understanding.Confidence >= context.Settings.ConfidenceThreshold) return decision;
        decision = decision with { Reason = sensitive ? HitlReason.SensitiveTopic : HitlReason.LowConfidence };
        if (context.Settings.HitlMode == HitlMode.AnswerAndReview && understanding.Hits.Count > 0) return decision with { Review = true };
        return decision with { Kind = AnswerKind.AskOperator, Answer = understanding.Hits.Count > 0 ? understanding.Hits[0].Answer : null };
    }

    private async Task AskModelAsync(CallerTurn turn, AnswerDecision decision, ChannelWriter<string> sentences, CancellationToken cancellationToken)
    {
        var atOnce = decision.Confidence >= AnswerConfidence.SpeakAtOnce;
        if (atOnce) await mailbox.PostAsync(new Decided(turn.Number, decision), cancellationToken);
        var splitter = new SentenceSplitter();
        var answer = new StringBuilder();
        var own = 1.0;
        await foreach (var delta in Patiently(services.ChatModel.AnswerAsync(Request(turn, decision), cancellationToken), cancellationToken))
        {
            answer.Append(delta.Text);
            own = delta.Confidence ?? own;
            foreach (var sentence in splitter.Push(delta.Text)) await sentences.WriteAsync(sentence, cancellationToken);
        }
        if (splitter.Flush() is { } rest) await sentences.WriteAsync(rest, cancellationToken);
        var unsure = !decision.Review && (own < AnswerConfidence.ModelUnsure || answer.Length == 0);
        var final = decision with
        {
            Kind = unsure ? AnswerKind.AskOperator : AnswerKind.Answer, Answer = answer.ToString().Trim(), Confidence = Math.Min(decision.Confidence, unsure ? own : 1),
        };
        if (!atOnce) await mailbox.PostAsync(new Decided(turn.Number, final), cancellationToken);
        if (atOnce || !unsure) await mailbox.PostAsync(new AnswerDone(turn.Number, final), cancellationToken);
    }

    private ChatRequest Request(CallerTurn turn, AnswerDecision decision) => new()
    {
        Tenant = context.Tenant, Language = context.Language, System = _system, Question = QuestionGuard.Clean(decision.Question), Evidence = decision.Hits,
        History = [.. turn.History.Select(t => t with { Text = QuestionGuard.Clean(t.Text) })],
    };

    private async IAsyncEnumerable<ChatDelta> Patiently(IAsyncEnumerable<ChatDelta> deltas,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var each = deltas.GetAsyncEnumerator(cancellationToken);
        while (await each.MoveNextAsync().AsTask().WaitAsync(ProviderStep.Timeout, services.Clock, cancellationToken)) yield return each.Current;
        await each.DisposeAsync(); // not on a timeout: an enumerator cannot be disposed while it runs
    }
}
