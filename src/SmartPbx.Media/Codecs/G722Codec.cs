namespace SmartPbx.Media.Codecs;

/// <summary>G.722 in its 64 kbit/s mode: 16 kHz audio, one byte per two samples, RTP clock 8000 (RFC 3551 section 4.5.2).</summary>
public sealed class G722Codec : IAudioCodec
{
    private G722Codec()
    {
    }

    /// <summary>The shared instance.</summary>
    public static G722Codec Instance { get; } = new();

    /// <inheritdoc/>
    public string EncodingName => "G722";

    /// <inheritdoc/>
    public int ClockRateHz => 8000;

    /// <inheritdoc/>
    public int SampleRateHz => 16_000;

    /// <inheritdoc/>
    public int CountSamples(ReadOnlySpan<byte> payload) => payload.Length * 2;

    /// <inheritdoc/>
    public IAudioDecoder CreateDecoder(int sampleRateHz)
    {
        var decoder = new G722Decoder();
        return sampleRateHz == SampleRateHz ? decoder : new ResampledDecoder(decoder, sampleRateHz);
    }

    /// <inheritdoc/>
    public IAudioEncoder CreateEncoder(int sampleRateHz, PayloadFormat format)
    {
        var encoder = new G722Encoder();
        return sampleRateHz == SampleRateHz ? encoder : new ResampledEncoder(encoder, sampleRateHz);
    }
}
