namespace SmartPbx.Media.Codecs;

/// <summary>Encodes one stream of mono 16-bit PCM. No allocation, no blocking. One thread at a time; disposed by its owner.</summary>
public interface IAudioEncoder : IDisposable
{
    /// <summary>Samples per second of the input.</summary>
    int SampleRateHz { get; }

    /// <summary>Encodes one packet.</summary>
    /// <param name="pcm">10, 20, 40 or 60 ms.</param>
    /// <param name="payload">Receives it.</param>
    /// <returns>Bytes written; 0 when nothing is to be sent (silence under DTX, or no room).</returns>
    int Encode(ReadOnlySpan<short> pcm, Span<byte> payload);
}
