using System.Runtime.CompilerServices;

namespace SmartPbx.Media.Codecs;

/// <summary>ITU-T G.722 at 64 kbit/s: two samples of 16 kHz become one byte, two bits of the higher band above six of the lower.</summary>
internal sealed class G722Encoder : IAudioEncoder
{
    private const int MirrorSamples = 24;

    private readonly G722Band _low = new(G722Tables.LowInitialStep, G722Tables.LowMaxLogStep, G722Tables.LowStepShift);
    private readonly G722Band _high = new(G722Tables.HighInitialStep, G722Tables.HighMaxLogStep, G722Tables.HighStepShift);
    private readonly int[] _past = new int[MirrorSamples];

    public int SampleRateHz => 16_000;

    public int Encode(ReadOnlySpan<short> pcm, Span<byte> payload)
    {
        int bytes = pcm.Length / 2;
        if (payload.Length < bytes) return 0;
        for (int i = 0; i < bytes; i++) payload[i] = EncodePair(pcm[2 * i], pcm[2 * i + 1]);
        return bytes;
    }

    public void Dispose()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private byte EncodePair(short first, short second)
    {
        _past.AsSpan(2).CopyTo(_past);
        (_past[MirrorSamples - 2], _past[MirrorSamples - 1]) = (first, second);
        int odd = 0, even = 0;
        ReadOnlySpan<short> mirror = G722Tables.Mirror;
        for (int i = 0; i < mirror.Length; i++)
        {
            odd += _past[2 * i] * mirror[i];
            even += _past[2 * i + 1] * mirror[mirror.Length - 1 - i];
        }
        return (byte)(EncodeHigh((even - odd) >> 14) << 6 | EncodeLow((even + odd) >> 14));
    }

    // QUANTL, INVQAL: the code word's magnitude counts down from the outside in; the upper four bits feed the predictor.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int EncodeLow(int sample)
    {
        int difference = Math.Clamp(sample - _low.Estimate, short.MinValue, short.MaxValue), magnitude = difference >= 0 ? difference : ~difference;
        ReadOnlySpan<short> decisions = G722Tables.Decisions6;
        int level = 0;
        while (level < decisions.Length && magnitude >= decisions[level] * _low.Step >> 12) level++;
        int code = difference >= 0 ? 61 - level : level < 2 ? 63 - level : 33 - level;
        _low.Adapt(_low.Step * G722Tables.Output4[code >> 2] >> 15, G722Tables.LowWeight(code >> 2));
        return code;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int EncodeHigh(int sample)
    {
        const int Decision = 564;
        int difference = Math.Clamp(sample - _high.Estimate, short.MinValue, short.MaxValue), magnitude = difference >= 0 ? difference : ~difference;
        bool outer = magnitude >= Decision * _high.Step >> 12;
        int code = (difference >= 0 ? 2 : 0) + (outer ? 0 : 1);
        _high.Adapt(_high.Step * G722Tables.Output2[code] >> 15, G722Tables.HighWeight(code));
        return code;
    }
}
