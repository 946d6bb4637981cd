using System.Threading.Channels;
using SmartPbx.Agents.Answering;
using SmartPbx.Agents.Speaking;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Transcripts;

namespace SmartPbx.Agents.Conversations;

/// <summary>Thinking: one turn is one cancellation scope; its number tells its results from those of a turn that was stopped.</summary>
internal sealed partial class ConversationDriver
{
    /// <summary>Silence while thinking is filled after this.</summary>
    private const int FillerAfterMs = 2_000;

    /// <summary>Thinking longer than this is a failure; every single step has its own limit of five seconds.</summary>
    private const int ThinkingLimitMs = 9_000;

    /// <summary>"I did not catch that" is said so often in a row; then a person is sought.</summary>
    private const int MaxRepeatRequests = 2;

    private readonly List<string> _quoted = [];
    private CancellationTokenSource? _turnScope;
    private AnswerDecision? _decision;
    private ChannelReader<string>? _sentences;
    private int _turn;
    private int _repeats;
    private long _thinkingSinceMs;
    private long _turnEndMs;
    private long _latencyMs;
    private bool _fillerSaid;
    private bool _reported;

    private void Think()
    {
        if (_ear.Resumed)
        {
            Fire(TurnInput.VoiceResumed);
            BeginUtterance();
            return;
        }
        var thoughtMs = _nowMs - _thinkingSinceMs;
        if (thoughtMs >= ThinkingLimitMs)
        {
            OnProviderFailed();
        }
        else if (thoughtMs >= FillerAfterMs && !_fillerSaid)
        {
            _fillerSaid = true;
            _voice.Bridge(_texts.Filler);
        }
    }

    private CancellationToken BeginTurn()
    {
        _turnScope?.Cancel();
        _turnScope?.Dispose();
        _turnScope = CancellationTokenSource.CreateLinkedTokenSource(_callEnd.Token);
        _turn++;
        (_decision, _sentences, _reported) = (null, null, false);
        return _turnScope.Token;
    }

    private void Answer()
    {
        if (_parts.TrueForAll(p => p.Recognition is null))
        {
            OnProviderFailed();
            return;
        }
        var scope = BeginTurn();
        var sentences = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        _sentences = sentences.Reader;
        _turnEndMs = _parts[^1].Utterance.LastVoiceMs;
        var turn = Compose();
        _activities.Start(stop => _answerer.AnswerAsync(turn, sentences.Writer, stop), scope);
    }

    private CallerTurn Compose()
    {
        var text = string.Join(' ', _parts.Select(p => p.Recognition?.Text ?? "").Where(t => t.Length > 0));
        var said = _parts.Where(p => p.Recognition is { Text.Length: > 0 }).ToList();
        return new CallerTurn
        {
            Number = _turn, Text = text, Confidence = said.Count == 0 ? 0 : said.Min(p => p.Recognition!.Confidence), Audio = TurnAudio(),
            VoiceMs = _parts.Sum(p => p.Utterance.VoiceMs), Played = _spoken.Audible, History = _ledger.Recent(),
            Probed = _probed is { } probed && probed.Text == text ? probed.Hits : null,
        };
    }

    private ReadOnlyMemory<short> TurnAudio() =>
        _parts.Count == 1 ? _parts[0].Utterance.Audio() : _parts.SelectMany(p => p.Utterance.Audio()).ToArray();

    private void OnDecided(AnswerDecision decision)
    {
        _decision = decision;
        _probing = "";
        if (decision.Kind is AnswerKind.Answer or AnswerKind.AskOperator or AnswerKind.RingPerson) (_repeats, _prompted) = (0, false);
        switch (decision.Kind)
        {
            case AnswerKind.Answer: BeginAnswer(decision); break;
            case AnswerKind.AskOperator: AskOperator(decision); break;
            case AnswerKind.RingPerson: Report("person"); Fire(TurnInput.PersonWanted); break;
            case AnswerKind.Repeat when _repeats++ < MaxRepeatRequests: Report("repeat"); Fire(TurnInput.NotUnderstood); break;
            case AnswerKind.Repeat: SeekPerson(); break;
            case AnswerKind.Goodbye: Fire(TurnInput.CallerLeaves); break;
            case AnswerKind.Nothing:
                if (CallerIntent.IsCourtesy(decision.Question)) CommitCallerTurn();
                Fire(TurnInput.NothingSaid);
                break;
        }
    }

    private void BeginAnswer(AnswerDecision decision)
    {
        _voice.Say(SpeechPurpose.Answer, _sentences!);
        if (decision.Hits.Count > 0 && !_quoted.Contains(decision.Hits[0].ItemId.Value)) _quoted.Add(decision.Hits[0].ItemId.Value);
        if (decision.Review) ReviewMeanwhile(decision);
        FollowVoice();
    }

    private void OnAnswerAudible()
    {
        _latencyMs = _nowMs - _turnEndMs;
        _failures = 0;
        Fire(TurnInput.AnswerBegun);
        ReportAnswer();
    }

    private void OnAnswerDone(AnswerDecision decision)
    {
        _decision = decision;
        if (decision.Kind == AnswerKind.AskOperator)
        {
            if (_state == TurnState.Speaking) _voice.Say(_texts.LetMeCheck);
            else _voice.Cut(_nowMs); // nothing of it was heard
            AskOperator(decision);
            return;
        }
        ReportAnswer();
    }

    // When both are known: the whole text, and that it is heard.
    private void ReportAnswer()
    {
        if (_decision is { Kind: AnswerKind.Answer, Answer: not null } && _state is TurnState.Speaking or TurnState.Paused) Report("answered");
    }

    private void Report(string outcome)
    {
        if (_reported || _decision is not { } decision) return;
        _reported = true;
        _events.Emit(EventCatalogue.AgentQueryProcessed, Processed(decision, outcome));
    }

    private QueryProcessed Processed(AnswerDecision decision, string outcome) =>
        new(_context.CallId, decision.Question, decision.Answer, outcome, decision.Confidence, decision.Retrieved, outcome == "answered" ? _latencyMs : _nowMs - _turnEndMs);

    private void StopTurn(TurnState was)
    {
        if (_decision is { Kind: AnswerKind.Answer } && was is TurnState.Speaking or TurnState.Paused) Report("answered"); // interrupted: what is known of it
        if (was == TurnState.Thinking && _voice.IsBusy) _voice.Cut(_nowMs);
        _turnScope?.Cancel();
        _turn++;
    }

    // The caller's words enter the ledger when the turn has become something, so that a turn taken back is not there twice.
    private void CommitCallerTurn()
    {
        if (_parts.Count == 0) return;
        var spoken = _parts.Where(p => p.Recognition is { Text.Length: > 0 }).ToList();
        var text = _decision?.Question is { Length: > 0 } question ? question : string.Join(' ', spoken.Select(p => p.Recognition!.Text));
        if (text.Length > 0)
        {
            var confidence = spoken.Count == 0 ? 0 : spoken.Min(p => p.Recognition!.Confidence);
            var turn = new TranscriptTurn { Speaker = Speaker.Caller, Text = text, StartMs = _parts[0].Utterance.StartMs, EndMs = _parts[^1].Utterance.LastVoiceMs, Confidence = confidence };
            _ledger.Add(turn);
            _events.Emit(EventCatalogue.TranscriptChunk, new TranscriptChunk(Speaker.Caller, text, true, turn.StartMs, confidence));
        }
        _lastAudio = TurnAudio();
        _parts.Clear();
    }

    private void SeekPerson()
    {
        _repeats = 0;
        if (_context.PersonAvailableToRing)
        {
            Report("person");
            Fire(TurnInput.PersonWanted);
            return;
        }
        AskAboutUnintelligible();
    }

    private void AskAboutUnintelligible()
    {
        BeginTurn();
        _turnEndMs = _parts[^1].Utterance.LastVoiceMs;
        _decision = new AnswerDecision(AnswerKind.AskOperator) { Reason = HitlReason.CallerUnintelligible };
        AskOperator(_decision);
    }
}
