using SmartPbx.Agents.Conversations;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Transcripts;

namespace SmartPbx.Agents.Speaking;

/// <summary>
/// What the caller has heard of what was said, from the samples that were really played: history and transcript come from here, never from what was meant
/// to be said.
/// </summary>
internal sealed class SpokenLedger(CallLedger ledger, IConversationEvents events, int sampleRateHz)
{
    private readonly List<SpokenSentence> _sentences = [];
    private readonly List<string> _heard = [];
    private string _lastText = "";
    private long _turnStartMs = -1;
    private long _turnEndMs;

    /// <summary>What the caller hears now or heard last, for the comparison with an echo.</summary>
    public string Audible => _sentences.Count > 0 && _sentences[0].HasStarted ? $"{_lastText} {_sentences[0].Text}" : _lastText;

    /// <summary>Audio of a sentence was queued, ending at the position.</summary>
    public void Queued(in SpeechPiece piece, long start, long end)
    {
        var sentence = _sentences.Count > 0 && !_sentences[^1].IsComplete ? _sentences[^1] : null;
        if (sentence is null) _sentences.Add(sentence = new SpokenSentence(piece.Sentence, start));
        sentence.End = end;
        sentence.IsComplete = piece.IsLast;
    }

    /// <summary>Looks how far playout is.</summary>
    public void Follow(long played, long elapsedMs)
    {
        while (_sentences.Count > 0)
        {
            var sentence = _sentences[0];
            if (!sentence.HasStarted && played > sentence.Start) Begin(sentence, played, elapsedMs);
            if (!sentence.IsComplete || played < sentence.End) return;
            if (sentence.HasStarted) Finish(sentence.Text, elapsedMs - (played - sentence.End) * 1000 / sampleRateHz, sentence.StartMs, "finished");
            _sentences.RemoveAt(0);
        }
    }

    /// <summary>The voice failed: no more comes of the last sentence.</summary>
    public void BreakOff()
    {
        if (_sentences.Count > 0) _sentences[^1].IsComplete = true;
    }

    /// <summary>The agent's turn is over: all was heard.</summary>
    public void EndTurn() => Close(interrupted: false);

    /// <summary>The rest was dropped at the played position.</summary>
    public void Cut(long played, long elapsedMs)
    {
        Follow(played, elapsedMs);
        var interrupted = _sentences.Count > 0;
        if (interrupted && _sentences[0] is { HasStarted: true } broken) Finish(broken.Heard(played), elapsedMs, broken.StartMs, "interrupted");
        _sentences.Clear();
        Close(interrupted);
    }

    public void Paused(bool paused) => events.Emit(EventCatalogue.AgentSpeaking, new AgentSpeaking(paused ? "paused" : "resumed", _sentences.Count > 0 ? _sentences[0].Text : ""));

    private void Begin(SpokenSentence sentence, long played, long elapsedMs)
    {
        sentence.HasStarted = true;
        sentence.StartMs = elapsedMs - (played - sentence.Start) * 1000 / sampleRateHz;
        if (_turnStartMs < 0) _turnStartMs = sentence.StartMs;
        events.Emit(EventCatalogue.AgentSpeaking, new AgentSpeaking("started", sentence.Text));
        events.Emit(EventCatalogue.TranscriptChunk, new TranscriptChunk(Speaker.Agent, sentence.Text, false, sentence.StartMs, 1));
    }

    private void Finish(string heard, long endMs, long startMs, string phase)
    {
        _turnEndMs = endMs;
        _lastText = heard;
        if (heard.Length > 0) _heard.Add(heard);
        events.Emit(EventCatalogue.AgentSpeaking, new AgentSpeaking(phase, heard));
        if (heard.Length > 0) events.Emit(EventCatalogue.TranscriptChunk, new TranscriptChunk(Speaker.Agent, heard, true, startMs, 1));
    }

    private void Close(bool interrupted)
    {
        if (_heard.Count > 0)
        {
            ledger.Add(new TranscriptTurn
            {
                Speaker = Speaker.Agent, Text = string.Join(' ', _heard), StartMs = _turnStartMs, EndMs = _turnEndMs, Interrupted = interrupted,
            });
        }
        _heard.Clear();
        _turnStartMs = -1;
    }
}
