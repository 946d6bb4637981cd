namespace SmartPbx.Media.Codecs;

/// <summary>
/// One direction-free audio codec instance. Stateless codecs are shared; stateful ones (Opus, G.722) are one per stream.
/// Both methods run on the relay or the recording thread: they must not allocate, block or throw on bytes from the wire.
/// </summary>
public interface IAudioCodec
{
    /// <summary>SDP encoding name, upper case.</summary>
    string EncodingName { get; }

    /// <summary>RTP clock in units per second.</summary>
    int ClockRateHz { get; }

    /// <summary>PCM rate of <see cref="Encode"/> input and <see cref="Decode"/> output, in samples per second.</summary>
    int SampleRateHz { get; }

    /// <summary>Encodes 16-bit PCM.</summary>
    /// <returns>Bytes written to <paramref name="payload"/>; 0 when it is too short.</returns>
    int Encode(ReadOnlySpan<short> pcm, Span<byte> payload);

    /// <summary>Decodes one RTP payload to 16-bit PCM.</summary>
    /// <returns>Samples written; what does not fit <paramref name="pcm"/> is cut off.</returns>
    int Decode(ReadOnlySpan<byte> payload, Span<short> pcm);

    /// <summary>Samples that <see cref="Decode"/> would give, without touching the codec's state.</summary>
    int CountSamples(ReadOnlySpan<byte> payload);
}
