using Microsoft.Extensions.Logging;
using SmartPbx.Agents.Answering;
using SmartPbx.Agents.Hitl;
using SmartPbx.Agents.Phrases;
using SmartPbx.Agents.Speaking;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Hitl;

namespace SmartPbx.Agents.Conversations;

/// <summary>People: an operator asked in the console while the caller holds, a person's phone rung, and what remains when nobody is there.</summary>
internal sealed partial class ConversationDriver
{
    private static readonly TimeSpan LeaveTimeout = TimeSpan.FromSeconds(5);

    /// <summary>A desk that does not come back is given up this long after the hold's end.</summary>
    private const int HoldGraceMs = 3_000;

    /// <summary>A reviewed answer waits this long for its correction.</summary>
    private static readonly TimeSpan ReviewTimeout = TimeSpan.FromSeconds(300);

    private ReadOnlyMemory<short> _lastAudio;
    private string? _operatorText;
    private long _holdSinceMs;
    private int _holdUpdates;

    private void AskOperator(AnswerDecision decision)
    {
        _decision = decision;
        if (decision.Reason != HitlReason.CallerUnintelligible) _events.Emit(EventCatalogue.AgentLowConfidence, Processed(decision, "hitl"));
        var turn = _turn;
        var question = DeskQuestion(decision, TimeSpan.FromSeconds(_context.Settings.HoldTimeoutSeconds));
        _activities.Start(stop => AskDeskAsync(turn, question, stop), _turnScope?.Token ?? _callEnd.Token);
    }

    private async Task AskDeskAsync(int turn, DeskQuestion question, CancellationToken cancellationToken)
    {
        DeskAnswer? answer = null;
        try
        {
            answer = await _services.Desk.AskAsync(question, progress => _mailbox.TryPost(new DeskTold(turn, progress)), cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested) // boundary: a desk that fails is a desk that does not answer
        {
            _services.Logger.LogError(failure, "the operator desk failed on call {Call}", _context.CallId);
        }
        await _mailbox.PostAsync(new DeskDone(turn, answer), cancellationToken);
    }

    // The answer is given already; the operator's correction goes to the knowledge by the desk's events.
    private void ReviewMeanwhile(AnswerDecision decision)
    {
        _events.Emit(EventCatalogue.AgentLowConfidence, Processed(decision, "answered"));
        var question = DeskQuestion(decision, ReviewTimeout);
        _activities.Start(stop => _services.Desk.AskAsync(question, _ => { }, stop), _callEnd.Token);
    }

    private DeskQuestion DeskQuestion(AnswerDecision decision, TimeSpan timeout) => new()
    {
        Tenant = _context.Tenant, CallId = _context.CallId, CallStartedAt = _context.CallStartedAt, Caller = _context.Caller,
        Language = PhraseBook.Supported(_context.Language), Reason = decision.Reason, Question = decision.Question,
        Audio = _parts.Count > 0 ? TurnAudio() : _lastAudio, SampleRateHz = _line.SampleRateHz, AiAnswer = decision.Answer, Confidence = decision.Confidence,
        LastTurns = _ledger.Recent(), Retrieved = decision.Retrieved, Timeout = timeout,
    };

    private void OnDeskTold()
    {
        Report("hitl");
        Fire(TurnInput.OperatorAsked);
    }

    private void OnDeskDone(DeskAnswer? answer)
    {
        _operatorText = answer?.Text;
        switch (answer?.Result)
        {
            case DeskResult.Answered: Fire(TurnInput.OperatorAnswered); break;
            case DeskResult.TimedOut: Fire(TurnInput.HoldOver); break;
            default:
                Report("fallback");
                Fire(TurnInput.NobodyToAsk);
                break;
        }
    }

    private void BeginHold()
    {
        (_holdSinceMs, _holdUpdates) = (_nowMs, 0);
        _voice.Say(_texts.OneMoment);
        PlayMusic();
    }

    private void Hold()
    {
        var heldMs = _nowMs - _holdSinceMs;
        if (HoldExperience.Due(heldMs, _holdUpdates, _texts) is { } text)
        {
            _holdUpdates++;
            _voice.Say(text);
        }
        if (heldMs >= _context.Settings.HoldTimeoutSeconds * 1000L + HoldGraceMs) Fire(TurnInput.HoldOver);
    }

    private void SpeakOperatorAnswer()
    {
        _voice.Say(_texts.OperatorAnswers);
        var splitter = new SentenceSplitter();
        List<string> sentences = [.. splitter.Push(_operatorText ?? "")];
        if (splitter.Flush() is { } rest) sentences.Add(rest);
        _voice.Say(sentences);
    }

    private void RingPerson()
    {
        BeginTurn();
        _decision = new AnswerDecision(AnswerKind.RingPerson) { Reason = HitlReason.PersonRequested };
        var turn = _turn;
        PlayMusic();
        _activities.Start(stop => RingPersonAsync(turn, stop), _turnScope!.Token);
    }

    private async Task RingPersonAsync(int turn, CancellationToken cancellationToken)
    {
        var outcome = TransferOutcome.Unavailable;
        try
        {
            if (_context.PersonAvailableToRing) outcome = await _line.RingPersonAsync(cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested) // boundary: a transfer that throws has failed; the conversation goes on
        {
            outcome = TransferOutcome.Failed;
            _services.Logger.LogError(failure, "ringing a person failed on call {Call}", _context.CallId);
        }
        await _mailbox.PostAsync(new PersonRung(turn, outcome), cancellationToken);
    }

    private void SpeakPersonMissed() => SpeakAndLeaveUnresolved(_texts.PersonUnavailable);

    // The follow-up is stored even when the caller hangs up during the text.
    private void SpeakAndLeaveUnresolved(string text)
    {
        _voice.Say(text);
        var question = DeskQuestion(_decision ?? new AnswerDecision(AnswerKind.AskOperator), LeaveTimeout);
        _activities.Start(_ => LeaveUnresolvedAsync(question), CancellationToken.None);
    }

    private async Task LeaveUnresolvedAsync(DeskQuestion question)
    {
        using var limit = new CancellationTokenSource(LeaveTimeout, _services.Clock);
        await _services.Desk.LeaveUnresolvedAsync(question, limit.Token);
    }
}
