using System.Runtime.CompilerServices;

namespace SmartPbx.Media.Codecs;

/// <summary>The counterpart of <see cref="G722Encoder"/>: one byte becomes two samples of 16 kHz.</summary>
internal sealed class G722Decoder : IAudioDecoder
{
    private const int MirrorSamples = 24;
    private const int MaxBand = 16_383, MinBand = -16_384; // LIMIT

    private readonly G722Band _low = new(G722Tables.LowInitialStep, G722Tables.LowMaxLogStep, G722Tables.LowStepShift);
    private readonly G722Band _high = new(G722Tables.HighInitialStep, G722Tables.HighMaxLogStep, G722Tables.HighStepShift);
    private readonly int[] _past = new int[MirrorSamples];

    public int SampleRateHz => 16_000;

    public bool HasConcealment => false;

    public int Decode(ReadOnlySpan<byte> payload, Span<short> pcm)
    {
        int bytes = Math.Min(payload.Length, pcm.Length / 2);
        for (int i = 0; i < bytes; i++) DecodePair(payload[i], out pcm[2 * i], out pcm[2 * i + 1]);
        return bytes * 2;
    }

    public int Conceal(Span<short> pcm) => 0;

    public int Recover(ReadOnlySpan<byte> next, Span<short> pcm) => 0;

    public void Dispose()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DecodePair(byte code, out short first, out short second)
    {
        int low = DecodeLow(code & 0x3F), high = DecodeHigh(code >> 6);
        _past.AsSpan(2).CopyTo(_past);
        (_past[MirrorSamples - 2], _past[MirrorSamples - 1]) = (low + high, low - high);
        int odd = 0, even = 0;
        ReadOnlySpan<short> mirror = G722Tables.Mirror;
        for (int i = 0; i < mirror.Length; i++)
        {
            even += _past[2 * i] * mirror[i];
            odd += _past[2 * i + 1] * mirror[mirror.Length - 1 - i];
        }
        first = (short)Math.Clamp(odd >> 11, short.MinValue, short.MaxValue);
        second = (short)Math.Clamp(even >> 11, short.MinValue, short.MaxValue);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int DecodeLow(int code)
    {
        int sample = Math.Clamp(_low.Estimate + (_low.Step * G722Tables.Output6[code] >> 15), MinBand, MaxBand);
        _low.Adapt(_low.Step * G722Tables.Output4[code >> 2] >> 15, G722Tables.LowWeight(code >> 2));
        return sample;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int DecodeHigh(int code)
    {
        int difference = _high.Step * G722Tables.Output2[code] >> 15;
        int sample = Math.Clamp(_high.Estimate + difference, MinBand, MaxBand);
        _high.Adapt(difference, G722Tables.HighWeight(code));
        return sample;
    }
}
