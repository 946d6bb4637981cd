namespace SmartPbx.Media.Codecs;

/// <summary>PCMU and PCMA behind the codec seam. Stateless: one shared instance each is codec, decoder and encoder.</summary>
public sealed class G711Codec : IAudioCodec, IAudioDecoder, IAudioEncoder
{
    private readonly bool _muLaw;

    private G711Codec(bool muLaw) => _muLaw = muLaw;

    /// <summary>µ-law.</summary>
    public static G711Codec Pcmu { get; } = new(muLaw: true);

    /// <summary>A-law.</summary>
    public static G711Codec Pcma { get; } = new(muLaw: false);

    /// <inheritdoc/>
    public string EncodingName => _muLaw ? "PCMU" : "PCMA";

    /// <inheritdoc/>
    public int ClockRateHz => 8000;

    /// <inheritdoc/>
    public int SampleRateHz => 8000;

    /// <inheritdoc/>
    public int Encode(ReadOnlySpan<short> pcm, Span<byte> payload)
    {
        if (payload.Length < pcm.Length) return 0;
        G711.Encode(_muLaw, pcm, payload);
        return pcm.Length;
    }

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> payload, Span<short> pcm)
    {
        int samples = Math.Min(payload.Length, pcm.Length);
        G711.Decode(_muLaw, payload[..samples], pcm);
        return samples;
    }

    /// <inheritdoc/>
    public bool HasConcealment => false;

    /// <inheritdoc/>
    public int CountSamples(ReadOnlySpan<byte> payload) => payload.Length;

    /// <inheritdoc/>
    public IAudioDecoder CreateDecoder(int sampleRateHz) => sampleRateHz == SampleRateHz ? this : new ResampledDecoder(this, sampleRateHz);

    /// <inheritdoc/>
    public IAudioEncoder CreateEncoder(int sampleRateHz, PayloadFormat format) => sampleRateHz == SampleRateHz ? this : new ResampledEncoder(this, sampleRateHz);

    /// <inheritdoc/>
    public int Conceal(Span<short> pcm) => 0;

    /// <inheritdoc/>
    public int Recover(ReadOnlySpan<byte> next, Span<short> pcm) => 0;

    /// <summary>Nothing to release: the instance is shared.</summary>
    public void Dispose()
    {
    }
}
