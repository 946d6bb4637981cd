using SmartPbx.Domain.Speech;

namespace SmartPbx.Domain.Ports;

/// <summary>Text to speech, streamed: the first chunk plays while the rest is made.</summary>
public interface ITextToSpeech
{
    /// <summary>Chunks of 16-bit mono PCM at the request's rate, in order, of any length.</summary>
    IAsyncEnumerable<ReadOnlyMemory<short>> SpeakAsync(SpeechRequest request, CancellationToken cancellationToken);
}
