using SmartPbx.Domain.Speech;

namespace SmartPbx.Domain.Ports;

/// <summary>
/// One caller's stream. The conversation's own VAD marks utterances: <see cref="WriteAsync"/> while the caller speaks, <see cref="FinishAsync"/> at the end of
/// the turn. Used by one task at a time.
/// </summary>
public interface ISpeechStream : IAsyncDisposable
{
    /// <summary>Feeds caller audio and returns the interim text so far (may lag; empty while nothing is recognised). 16-bit mono PCM.</summary>
    ValueTask<string> WriteAsync(ReadOnlyMemory<short> pcm, CancellationToken cancellationToken);

    /// <summary>Ends the utterance and gives its final recognition; the next write begins a new utterance.</summary>
    ValueTask<Recognition> FinishAsync(CancellationToken cancellationToken);

    /// <summary>Forgets the utterance begun (a cough).</summary>
    ValueTask DiscardAsync(CancellationToken cancellationToken);
}
