namespace SmartPbx.Media.Codecs;

/// <summary>A decoder whose output is brought to another rate.</summary>
internal sealed class ResampledDecoder(IAudioDecoder inner, int sampleRateHz) : IAudioDecoder
{
    private const int MaxPacketMs = 120; // RFC 7587 section 4.2; others are shorter

    private readonly Resampler _resampler = new(inner.SampleRateHz, sampleRateHz);
    private readonly short[] _pcm = new short[inner.SampleRateHz * MaxPacketMs / 1000];
    private readonly short[] _resampled = new short[sampleRateHz * MaxPacketMs / 1000 + 8];

    public int SampleRateHz => sampleRateHz;

    public bool HasConcealment => false;

    public int Decode(ReadOnlySpan<byte> payload, Span<short> pcm)
    {
        int samples = inner.Decode(payload, _pcm);
        int written = Math.Min(pcm.Length, _resampler.Process(_pcm.AsSpan(0, samples), _resampled));
        _resampled.AsSpan(0, written).CopyTo(pcm);
        return written;
    }

    public int Conceal(Span<short> pcm) => 0;

    public int Recover(ReadOnlySpan<byte> next, Span<short> pcm) => 0;

    public void Dispose() => inner.Dispose();
}
