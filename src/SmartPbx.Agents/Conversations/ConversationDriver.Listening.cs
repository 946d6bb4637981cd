using SmartPbx.Agents.Turns;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Speech;
using SmartPbx.Domain.Transcripts;

namespace SmartPbx.Agents.Conversations;

/// <summary>Listening: where an utterance begins and ends, what interrupts the agent, how long the caller is silent.</summary>
internal sealed partial class ConversationDriver
{
    private const int NoiseVoiceMs = 100; // an utterance with less voice was a click

    private readonly List<TurnPart> _parts = [];
    private Utterance? _utterance;
    private Probed? _probed;
    private TurnPart? _interruption;
    private string _probing = "";
    private int _utterances;
    private long _silentSinceMs;
    private long _pausedAtMs;
    private bool _prompted;

    private void StartListening()
    {
        _parts.Clear();
        _silentSinceMs = _nowMs;
    }

    private void Listen(ReadOnlySpan<short> frame)
    {
        if (_utterance is not { } utterance)
        {
            if (_ear.Onset) BeginUtterance();
            else CheckSilence();
            return;
        }
        Feed(utterance, frame);
        Probe(utterance);
        var known = _probed is { Hits: [{ Score: >= Endpointing.KnownScore }, ..] } && _probed.Text == utterance.Interim;
        if (utterance.SilenceMs < Endpointing.SilenceMs(utterance.Interim, known) && utterance.LengthMs < Endpointing.LongestTurnMs) return;
        if (utterance.VoiceMs >= NoiseVoiceMs || _parts.Count > 0) Fire(TurnInput.UtteranceEnded);
        else DropUtterance();
    }

    private void ListenWhileSpeaking()
    {
        if (!_voice.IsTalking) Fire(TurnInput.SpeechFinished); // whatever went wrong: never speaking without a word to say
        else if (_context.Settings.BargeInEnabled && _ear.BargeIn) Fire(TurnInput.VoiceSuspected);
    }

    private void PauseSpeech()
    {
        _voice.Pause();
        _pausedAtMs = _nowMs;
        BeginUtterance();
        _utterance!.VoiceMs = _context.Settings.BargeInMs;
    }

    private void ListenToInterruption(ReadOnlySpan<short> frame)
    {
        if (_utterance is not { } utterance) return;
        if (utterance.Finished) CountSilence(utterance);
        else Feed(utterance, frame);
        var sincePauseMs = (int)(_nowMs - _pausedAtMs);
        switch (Interruption.Judge(sincePauseMs, utterance.VoiceMs, utterance.SilenceMs, utterance.Interim, _spoken.Audible, utterance.Finished))
        {
            case Interruption.Verdict.Confirm: Fire(TurnInput.VoiceConfirmed); break;
            case Interruption.Verdict.Dismiss: Fire(TurnInput.VoiceDismissed); break;
            case Interruption.Verdict.AskText when !_understands: Fire(TurnInput.VoiceDismissed); break;
            case Interruption.Verdict.AskText:
                _interruption = new TurnPart(utterance);
                Finish(utterance);
                break;
        }
    }

    private void BeginUtterance()
    {
        var preRoll = _ear.PreRoll;
        var utterance = new Utterance(++_utterances, _line.SampleRateHz, _nowMs - preRoll.Length * 1000L / _line.SampleRateHz) { LastVoiceMs = _nowMs };
        utterance.Append(preRoll);
        utterance.VoiceMs = CallerEar.OnsetMs;
        _utterance = utterance;
        if (_understands) _recogniser.Write(utterance.Id, preRoll);
    }

    private void Feed(Utterance utterance, ReadOnlySpan<short> frame)
    {
        utterance.Append(frame);
        CountSilence(utterance);
        if (_understands) _recogniser.Write(utterance.Id, frame);
    }

    private void CountSilence(Utterance utterance)
    {
        if (_ear.IsVoice)
        {
            utterance.VoiceMs += CallerEar.FrameMs;
            utterance.SilenceMs = 0;
            utterance.LastVoiceMs = _nowMs;
        }
        else
        {
            utterance.SilenceMs += CallerEar.FrameMs;
        }
    }

    // While the caller pauses, the interim text is looked up once: it tells a complete question, and the turn need not search again.
    private void Probe(Utterance utterance)
    {
        if (utterance.SilenceMs < Endpointing.ProbeAfterMs || utterance.Interim.Length == 0 || utterance.Interim == _probing || _parts.Count > 0) return;
        _probing = utterance.Interim;
        _activities.Start(stop => _answerer.ProbeAsync(utterance.Interim, stop), _callEnd.Token);
    }

    private void CheckSilence()
    {
        if (_nowMs - _silentSinceMs < _context.Settings.SilencePromptSeconds * 1000L) return;
        var again = _prompted;
        _prompted = true;
        Fire(again ? TurnInput.SilenceElapsedAgain : TurnInput.SilenceElapsed);
    }

    private void OnInterim(InterimText interim)
    {
        if (_utterance is not { } utterance || utterance.Id != interim.Utterance || utterance.Interim == interim.Text) return;
        utterance.Interim = interim.Text;
        if (interim.Text.Length > 0 && _state != TurnState.Paused)
            _events.Emit(EventCatalogue.TranscriptChunk, new TranscriptChunk(Speaker.Caller, interim.Text, false, utterance.StartMs, 0));
    }

    private void EndUtterance()
    {
        var utterance = _utterance!;
        var part = new TurnPart(utterance);
        _parts.Add(part);
        (_utterance, _thinkingSinceMs, _fillerSaid) = (null, _nowMs, false);
        if (_understands)
        {
            Finish(utterance);
            return;
        }
        _ear.Forget();
        part.IsDone = true;
        part.Recognition = Recognition.Nothing;
        AskAboutUnintelligible();
    }

    private void Finish(Utterance utterance)
    {
        utterance.Finished = true;
        _recogniser.End(utterance.Id, utterance.Audio);
        _ear.Forget();
    }

    private void DropUtterance()
    {
        _utterance = null;
        _silentSinceMs = _nowMs;
        if (_understands) _recogniser.Forget();
        _ear.Forget();
    }

    private void OnRecognised(Recognised recognised)
    {
        if (_interruption is { } interruption && interruption.Utterance.Id == recognised.Utterance)
        {
            OnInterruptionRecognised(interruption, recognised.Recognition ?? Recognition.Nothing);
            return;
        }
        if (_parts.Find(p => p.Utterance.Id == recognised.Utterance) is not { } part) return;
        (part.Recognition, part.IsDone) = (recognised.Recognition, true);
        if (_state == TurnState.Thinking && _parts.TrueForAll(p => p.IsDone)) Answer();
    }

    // May come after playout was resumed: then it takes the turn all the same.
    private void OnInterruptionRecognised(TurnPart part, Recognition recognition)
    {
        _interruption = null;
        if (_state is not (TurnState.Paused or TurnState.Speaking)) return;
        if (!Interruption.TakesTurn(recognition.Text, recognition.Confidence, _spoken.Audible))
        {
            Fire(TurnInput.VoiceDismissed);
            return;
        }
        (part.Recognition, part.IsDone, _utterance) = (recognition, true, null);
        Fire(TurnInput.InterruptionComplete);
        _parts.Clear();
        _parts.Add(part);
        (_thinkingSinceMs, _fillerSaid) = (_nowMs, false);
        Answer();
    }
}
