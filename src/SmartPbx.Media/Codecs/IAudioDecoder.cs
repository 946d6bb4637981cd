namespace SmartPbx.Media.Codecs;

/// <summary>
/// Decodes one stream, in order, to mono 16-bit PCM. Runs on the relay or the recording thread: no allocation, no blocking, no exception on
/// bytes from the wire. One thread at a time; disposed by its owner.
/// </summary>
public interface IAudioDecoder : IDisposable
{
    /// <summary>Samples per second of the output.</summary>
    int SampleRateHz { get; }

    /// <summary>Whether <see cref="Conceal"/> and <see cref="Recover"/> do something.</summary>
    bool HasConcealment { get; }

    /// <summary>Decodes one RTP payload.</summary>
    /// <returns>Samples written; what does not fit is cut off; 0 when the payload is malformed.</returns>
    int Decode(ReadOnlySpan<byte> payload, Span<short> pcm);

    /// <summary>Guesses the samples of a lost packet with what the codec knows.</summary>
    /// <returns>Samples written: all of <paramref name="pcm"/>, or 0.</returns>
    int Conceal(Span<short> pcm);

    /// <summary>Takes the samples of a lost packet from the packet behind it (forward error correction), or guesses them.</summary>
    /// <param name="next">Payload of the packet that follows the lost one; it is decoded normally afterwards.</param>
    /// <param name="pcm">As long as what was lost.</param>
    /// <returns>Samples written: all of <paramref name="pcm"/>, or 0.</returns>
    int Recover(ReadOnlySpan<byte> next, Span<short> pcm);
}
