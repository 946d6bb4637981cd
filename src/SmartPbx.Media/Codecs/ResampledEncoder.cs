namespace SmartPbx.Media.Codecs;

/// <summary>An encoder whose input is brought to the codec's rate first. Packets keep their length: the two rates divide one another.</summary>
internal sealed class ResampledEncoder(IAudioEncoder inner, int sampleRateHz) : IAudioEncoder
{
    private const int MaxPacketMs = 60;

    private readonly Resampler _resampler = new(sampleRateHz, inner.SampleRateHz);
    private readonly short[] _pcm = new short[inner.SampleRateHz * MaxPacketMs / 1000 + 8];

    public int SampleRateHz => sampleRateHz;

    public int Encode(ReadOnlySpan<short> pcm, Span<byte> payload)
    {
        if (_resampler.MaxOutput(pcm.Length) > _pcm.Length) return 0;
        int samples = _resampler.Process(pcm, _pcm);
        return inner.Encode(_pcm.AsSpan(0, samples), payload);
    }

    public void Dispose() => inner.Dispose();
}
