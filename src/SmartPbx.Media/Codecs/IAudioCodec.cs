namespace SmartPbx.Media.Codecs;

/// <summary>
/// One audio codec: what it is called and how its packets are counted. Stateless and shared; the state of a stream lives in the decoders and
/// encoders made here, one per stream and direction. Making one allocates, so it happens when media is negotiated and never per packet.
/// </summary>
public interface IAudioCodec
{
    /// <summary>SDP encoding name, upper case.</summary>
    string EncodingName { get; }

    /// <summary>RTP clock in units per second.</summary>
    int ClockRateHz { get; }

    /// <summary>The codec's own PCM rate, in samples per second: 8000 for narrowband, 16,000 for wideband.</summary>
    int SampleRateHz { get; }

    /// <summary>Samples at <see cref="SampleRateHz"/> that one RTP payload holds; 0 when it is malformed.</summary>
    int CountSamples(ReadOnlySpan<byte> payload);

    /// <summary>A decoder for one stream, whose output has the given rate.</summary>
    /// <param name="sampleRateHz">8000 or 16,000.</param>
    IAudioDecoder CreateDecoder(int sampleRateHz);

    /// <summary>An encoder for one stream, whose input has the given rate.</summary>
    /// <param name="sampleRateHz">8000 or 16,000.</param>
    /// <param name="format">What the peer said about the codec.</param>
    IAudioEncoder CreateEncoder(int sampleRateHz, PayloadFormat format);
}
