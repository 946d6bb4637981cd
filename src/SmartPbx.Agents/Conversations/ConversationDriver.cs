using SmartPbx.Agents.Answering;
using SmartPbx.Agents.Phrases;
using SmartPbx.Agents.Speaking;
using SmartPbx.Agents.Turns;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Speech;
using SmartPbx.Domain.Transcripts;
using SmartPbx.Media.Audio;

namespace SmartPbx.Agents.Conversations;

/// <summary>
/// Drives one conversation: takes signals from the mailbox, turns them into inputs of the turn table and performs its actions. Everything here runs on the
/// conversation's one task; nothing here waits. This file has the loop and the actions; listening, answering and people stand beside it.
/// </summary>
internal sealed partial class ConversationDriver : IDisposable
{
    private readonly ConversationServices _services;
    private readonly ConversationContext _context;
    private readonly ICallLine _line;
    private readonly IConversationEvents _events;
    private readonly PhraseSet _texts;
    private readonly Mailbox _mailbox = new();
    private readonly CallLedger _ledger = new();
    private readonly Activities _activities;
    private readonly CancellationTokenSource _callEnd = new();
    private readonly SpokenLedger _spoken;
    private readonly Voice _voice;
    private readonly CallerEar _ear;
    private readonly Recogniser _recogniser;
    private readonly Answerer _answerer;
    private readonly bool _understands;
    private TurnState _state = TurnState.Idle;
    private CallOutcome _outcome = CallOutcome.CallerHungUp;
    private CallOutcome _goodbyeOutcome = CallOutcome.AgentHungUp;
    private bool _handedOver;
    private int _failures;
    private long _nowMs;

    public ConversationDriver(ConversationServices services, ConversationContext context, ICallLine line, IConversationEvents events)
    {
        (_services, _context, _line, _events) = (services, context, line, events);
        var language = PhraseBook.Supported(context.Language);
        var speech = new SpeechOptions(context.Tenant, language, line.SampleRateHz);
        _texts = PhraseBook.For(language, context.Settings, context.Callee);
        _activities = new Activities(services.Scheduler, services.Clock, services.Logger);
        _spoken = new SpokenLedger(_ledger, events, line.SampleRateHz);
        _voice = new Voice(line.Playout, services.Phrases, new SpeechRequest(context.Tenant, "", language, context.Settings.Voice, line.SampleRateHz), _spoken, _mailbox,
            _activities, services.Clock, _callEnd.Token);
        _ear = new CallerEar(line.SampleRateHz, context.Settings.BargeInMs);
        _recogniser = new Recogniser(services.SpeechToText, speech, _mailbox, services.Clock, services.Logger);
        _answerer = new Answerer(services, context, speech, _mailbox);
        _understands = services.SpeechToText.Supports(language);
    }

    public async Task<ConversationEnd> RunAsync(CancellationToken hangUp)
    {
        var startMs = _line.ElapsedMs;
        try
        {
            await ConverseAsync(hangUp);
        }
        finally
        {
            _turnScope?.Cancel();
            _callEnd.Cancel();
            _line.Playout.SetBackground(null);
            _voice.Cut(_line.ElapsedMs);
            await _activities.StopAsync();
        }
        return new ConversationEnd
        {
            Outcome = _outcome, HandedOver = _handedOver, SttMs = _recogniser.RecognisedMs, TtsCharacters = _voice.Characters,
            Log = new ConversationLog
            {
                CallId = _context.CallId, TenantId = _context.Tenant, Language = PhraseBook.Supported(_context.Language), AgentStartMs = startMs,
                Turns = _ledger.Turns, ContextDocuments = [.. _quoted],
            },
        };
    }

    public void Dispose()
    {
        _turnScope?.Dispose();
        _callEnd.Dispose();
    }

    private async Task ConverseAsync(CancellationToken hangUp)
    {
        _nowMs = _line.ElapsedMs;
        Fire(TurnInput.Started);
        _activities.Start(stop => LinePump.PumpFramesAsync(_line, _mailbox, stop), _callEnd.Token);
        _activities.Start(stop => LinePump.PumpDigitsAsync(_line, _mailbox, stop), _callEnd.Token);
        _activities.Start(stop => LinePump.PumpAsidesAsync(_line, _mailbox, stop), _callEnd.Token);
        if (_understands) _activities.Start(_recogniser.RunAsync, _callEnd.Token);
        try
        {
            while (_state != TurnState.Ended)
            {
                var signal = await _mailbox.Reader.ReadAsync(hangUp);
                _nowMs = _line.ElapsedMs;
                Handle(signal);
            }
        }
        catch (OperationCanceledException) when (hangUp.IsCancellationRequested)
        {
            Fire(TurnInput.HungUp);
        }
    }

    private void Handle(Signal signal)
    {
        switch (signal)
        {
            case CallerFrame frame: OnFrame(frame.Samples); break;
            case KeyPressed { Digit: '0' }: Fire(TurnInput.PersonWanted); break;
            case SetAside aside: Fire(aside.IsAside ? TurnInput.PersonCutIn : TurnInput.PersonLeft); break;
            case InterimText interim: OnInterim(interim); break;
            case Recognised recognised: OnRecognised(recognised); break;
            case Probed probed: _probed = probed; break;
            case Decided decided when decided.Turn == _turn: OnDecided(decided.Decision); break;
            case AnswerDone done when done.Turn == _turn: OnAnswerDone(done.Decision); break;
            case AnswerFailed failed when failed.Turn == _turn: OnProviderFailed(); break;
            case DeskTold told when told.Turn == _turn: OnDeskTold(); break;
            case DeskDone done when done.Turn == _turn: OnDeskDone(done.Answer); break;
            case PersonRung rung when rung.Turn == _turn: Fire(rung.Outcome == TransferOutcome.Answered ? TurnInput.PersonAnswered : TurnInput.PersonMissed); break;
            case VoiceReady: FollowVoice(); break;
            case LineClosed: Fire(TurnInput.HungUp); break;
        }
    }

    private void OnFrame(ReadOnlySpan<short> frame)
    {
        _ear.Hear(frame);
        switch (_state)
        {
            case TurnState.Listening: Listen(frame); break;
            case TurnState.Thinking: Think(); break;
            case TurnState.Greeting or TurnState.Speaking or TurnState.Closing: ListenWhileSpeaking(); break;
            case TurnState.Paused: ListenToInterruption(frame); break;
            case TurnState.Holding: Hold(); break;
        }
        FollowVoice();
    }

    private void FollowVoice()
    {
        var news = _voice.Follow(_nowMs);
        if (_state == TurnState.Thinking && _voice.AnswerIsAudible) OnAnswerAudible();
        if (news == VoiceNews.Failed) OnProviderFailed();
        else if (news == VoiceNews.Finished) Fire(TurnInput.SpeechFinished);
    }

    private void OnProviderFailed() => Fire(_failures++ == 0 ? TurnInput.ProviderFailed : TurnInput.ProviderFailedAgain);

    private void Fire(TurnInput input)
    {
        if (!TurnTable.Steps.TryGetValue((_state, input), out var step)) return;
        var (was, wasVisible) = (_state, TurnTable.Visible(_state));
        _state = step.Next;
        if (_state is not (TurnState.Thinking or TurnState.Listening or TurnState.Paused)) CommitCallerTurn();
        if (TurnTable.Visible(_state) != wasVisible) _events.Emit(EventCatalogue.AgentStateChanged, new AgentStateChanged(TurnTable.Visible(_state)));
        foreach (var action in step.Actions) Perform(action, was);
    }

    private void Perform(TurnAction action, TurnState was)
    {
        switch (action)
        {
            case TurnAction.SpeakGreeting: _voice.Say(_understands ? _texts.Greeting : [.. _texts.Greeting, _texts.KeypadOnly]); break;
            case TurnAction.StartListening: StartListening(); break;
            case TurnAction.Recognise: EndUtterance(); break;
            case TurnAction.DropUtterance: DropUtterance(); break;
            case TurnAction.StopTurn: StopTurn(was); break;
            case TurnAction.PauseSpeech: PauseSpeech(); break;
            case TurnAction.ResumeSpeech: _voice.Resume(); break;
            case TurnAction.CutSpeech: _voice.Cut(_nowMs); break;
            case TurnAction.SpeakRepeatRequest: _voice.Say(_texts.NotUnderstood); break;
            case TurnAction.BeginHold: BeginHold(); break;
            case TurnAction.EndHold: _line.Playout.SetBackground(null); break;
            case TurnAction.SpeakOperatorAnswer: SpeakOperatorAnswer(); break;
            case TurnAction.SpeakFallback: SpeakAndLeaveUnresolved(_texts.Fallback); break;
            case TurnAction.SpeakHoldApology: SpeakAndLeaveUnresolved(_texts.HoldApology); break;
            case TurnAction.AnnouncePerson: if (_context.PersonAvailableToRing) _voice.Say(_texts.ConnectingPerson); break;
            case TurnAction.AnnounceTrouble: _voice.Say(_texts.Trouble); break;
            case TurnAction.RingPerson: RingPerson(); break;
            case TurnAction.SpeakPersonMissed: SpeakPersonMissed(); break;
            case TurnAction.SpeakStillThere: _voice.Say(_texts.StillThere); break;
            case TurnAction.SpeakSilenceGoodbye: SayGoodbye(_texts.SilenceGoodbye, CallOutcome.CallerSilent); break;
            case TurnAction.SpeakGoodbye: SayGoodbye(_texts.Goodbye, CallOutcome.AgentHungUp); break;
            case TurnAction.SpeakTroubleGoodbye: SayGoodbye(_texts.TroubleGoodbye, CallOutcome.AgentHungUp); break;
            case TurnAction.HandOver: _handedOver = true; break;
            case TurnAction.HangUp: _outcome = _goodbyeOutcome; break;
            case TurnAction.CallerGone: _outcome = CallOutcome.CallerHungUp; break;
        }
    }

    private void SayGoodbye(string text, CallOutcome outcome)
    {
        _goodbyeOutcome = outcome;
        _voice.Say(text);
    }

    private void PlayMusic() => _line.Playout.SetBackground(new HoldMusic(_line.SampleRateHz));
}
