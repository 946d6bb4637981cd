using System.Threading.Channels;
using SmartPbx.Agents.Conversations;
using SmartPbx.Domain.Speech;
using SmartPbx.Media.Relay;

namespace SmartPbx.Agents.Speaking;

/// <summary>
/// The agent's voice: speeches one after another, each synthesised while the one before plays. Owned by the conversation's task, which alone touches the
/// playout; synthesis runs in tasks that hand over pieces.
/// </summary>
internal sealed class Voice(PlayoutQueue playout, PhraseCache phrases, SpeechRequest template, SpokenLedger ledger, Mailbox mailbox, Activities activities,
    TimeProvider clock, CancellationToken callEnd)
{
    /// <summary>Audio queued ahead; more would only be dropped at an interruption.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromSeconds(8);

    /// <summary>A voice that gives no audio for this long has failed.</summary>
    public static readonly TimeSpan ChunkTimeout = TimeSpan.FromSeconds(5);

    private readonly Queue<Speech> _speeches = new();
    private readonly long _aheadSamples = (long)(Ahead.TotalSeconds * template.SampleRateHz);
    private CancellationTokenSource _cut = CancellationTokenSource.CreateLinkedTokenSource(callEnd);
    private SpeechPiece? _held;
    private long _end;
    private bool _talking;
    private long _characters;

    /// <summary>Characters given to the engine, for the meter.</summary>
    public long Characters => Volatile.Read(ref _characters);

    /// <summary>Audio of an answer, not of a phrase, has been queued since the last <see cref="Say(SpeechPurpose, ChannelReader{string})"/> or cut.</summary>
    public bool AnswerIsAudible { get; private set; }

    /// <summary>Between the first word asked for and the news of the end.</summary>
    public bool IsTalking => _talking;

    /// <summary>Something is being said or waits to be.</summary>
    public bool IsBusy => _speeches.Count > 0 || playout.PlayedSamples < _end;

    /// <summary>Says fixed phrases; those in the cache play at once.</summary>
    public void Say(params IEnumerable<string> texts)
    {
        var sentences = Channel.CreateUnbounded<string>();
        foreach (var text in texts) sentences.Writer.TryWrite(text);
        sentences.Writer.Complete();
        Say(SpeechPurpose.Phrase, sentences.Reader);
    }

    /// <summary>Says sentences as they come.</summary>
    public void Say(SpeechPurpose purpose, ChannelReader<string> sentences)
    {
        var speech = new Speech(purpose, sentences);
        _speeches.Enqueue(speech);
        _talking = true;
        AnswerIsAudible = false;
        var cached = true;
        while (cached && sentences.TryPeek(out var text) && (cached = phrases.TryGet(Request(text), out var audio)) && sentences.TryRead(out _))
            speech.Pieces.Writer.TryWrite(new SpeechPiece(text, audio, true));
        if (sentences.Completion.IsCompleted) speech.Pieces.Writer.TryComplete();
        else activities.Start(stop => SynthesiseAsync(speech, stop), _cut.Token);
        Drain();
    }

    /// <summary>Says a cached phrase before what waits, if nothing is to be heard yet; what waits has no audio then.</summary>
    public void Bridge(string text)
    {
        if (playout.PlayedSamples < _end || _held is not null || !phrases.TryGet(Request(text), out var audio)) return;
        _talking = true;
        TryQueue(SpeechPurpose.Phrase, new SpeechPiece(text, audio, true));
    }

    /// <summary>Moves made audio to the playout and follows it. Returns what the conversation must know.</summary>
    public VoiceNews Follow(long elapsedMs)
    {
        var failed = Drain();
        if (failed) ledger.BreakOff();
        ledger.Follow(playout.PlayedSamples, elapsedMs);
        if (failed) return VoiceNews.Failed;
        if (!_talking || IsBusy) return VoiceNews.None;
        (_end, _talking, AnswerIsAudible) = (0, false, false);
        ledger.EndTurn();
        return VoiceNews.Finished;
    }

    public void Pause()
    {
        playout.Pause();
        ledger.Paused(true);
    }

    public void Resume()
    {
        playout.Resume();
        ledger.Paused(false);
    }

    /// <summary>Drops what was not played and stops what is being made; the ledger keeps what was heard.</summary>
    public void Cut(long elapsedMs)
    {
        _cut.Cancel();
        _cut = CancellationTokenSource.CreateLinkedTokenSource(callEnd);
        _speeches.Clear();
        _held = null;
        ledger.Cut(playout.Clear(), elapsedMs);
        (_end, _talking, AnswerIsAudible) = (0, false, false);
    }

    private SpeechRequest Request(string text) => template with { Text = text };

    // True when the voice failed; what was made before is still played.
    private bool Drain()
    {
        while (_speeches.TryPeek(out var speech))
        {
            while (playout.QueuedSamples < _aheadSamples && TryTake(speech, out var piece))
                if (!TryQueue(speech.Purpose, piece)) return false;
            if (!speech.IsDrained || _held is not null) return false;
            _speeches.Dequeue();
            if (speech.HasFailed) return true;
        }
        return false;
    }

    private bool TryTake(Speech speech, out SpeechPiece piece)
    {
        if (_held is not { } held) return speech.Pieces.Reader.TryRead(out piece);
        _held = null;
        piece = held;
        return true;
    }

    private bool TryQueue(SpeechPurpose purpose, in SpeechPiece piece)
    {
        var end = playout.Enqueue(piece.Pcm.Span);
        if (end < 0)
        {
            _held = piece;
            return false;
        }
        ledger.Queued(piece, end - piece.Pcm.Length, end);
        _end = end;
        AnswerIsAudible |= purpose == SpeechPurpose.Answer && !piece.Pcm.IsEmpty;
        return true;
    }

    private async Task SynthesiseAsync(Speech speech, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            while (await speech.Sentences.WaitToReadAsync(cancellationToken))
                while (speech.Sentences.TryRead(out var sentence)) await SynthesiseAsync(speech, sentence, cancellationToken);
        }
        catch (Exception caught) // boundary: the failure goes to the reader of the speech
        {
            failure = caught;
        }
        speech.Pieces.Writer.TryComplete(failure);
        mailbox.TryPost(VoiceReady.Instance);
    }

    private async Task SynthesiseAsync(Speech speech, string sentence, CancellationToken cancellationToken)
    {
        var request = Request(sentence);
        if (phrases.TryGet(request, out var cached))
        {
            await HandAsync(speech, new SpeechPiece(sentence, cached, true), cancellationToken);
            return;
        }
        Interlocked.Add(ref _characters, sentence.Length);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var chunks = phrases.Voice.SpeakAsync(request, limit.Token).GetAsyncEnumerator(limit.Token);
        try
        {
            while (await chunks.MoveNextAsync().AsTask().WaitAsync(ChunkTimeout, clock, cancellationToken))
                await HandAsync(speech, new SpeechPiece(sentence, chunks.Current.ToArray(), false), cancellationToken);
            await chunks.DisposeAsync();
        }
        finally
        {
            limit.Cancel(); // a voice that hangs is told to stop; its enumerator cannot be disposed while it runs
        }
        await HandAsync(speech, new SpeechPiece(sentence, default, true), cancellationToken);
    }

    private async ValueTask HandAsync(Speech speech, SpeechPiece piece, CancellationToken cancellationToken)
    {
        await speech.Pieces.Writer.WriteAsync(piece, cancellationToken);
        mailbox.TryPost(VoiceReady.Instance);
    }
}
