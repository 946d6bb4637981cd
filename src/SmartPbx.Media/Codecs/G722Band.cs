using System.Runtime.CompilerServices;

namespace SmartPbx.Media.Codecs;

/// <summary>
/// One sub-band of G.722: the adaptive predictor with two poles and six zeros (section 3.6) and the step size of its quantizer (section
/// 3.5). Encoder and decoder run the same one, so they stay in step. Names follow the Recommendation: s the estimate, d the quantized
/// difference, r the reconstructed signal, p the partially reconstructed one, a the poles, b the zeros. All numbers are 16 bits in an int.
/// Compiled well at once: run as the compiler first makes it, it costs six times as much, and forty calls that begin together fill a core.
/// </summary>
internal sealed class G722Band(int initialStep, int maxLogStep, int stepShift)
{
    private const int Zeros = 6;

    // Section 3.5, table 11 in words: 2048 * 2^(i/32).
    private static ReadOnlySpan<short> InverseLog =>
    [
        2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834,
        2896, 2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008,
    ];

    private readonly int[] _b = new int[Zeros];
    private readonly int[] _d = new int[Zeros]; // newest first
    private int _a1, _a2, _r1, _r2, _p1, _p2, _zeroPart, _logStep;

    /// <summary>Estimate of the next sample.</summary>
    public int Estimate { get; private set; }

    /// <summary>Step size of the quantizer for the next sample.</summary>
    public int Step { get; private set; } = initialStep;

    /// <summary>Takes the quantized difference of one sample and the weight of its code word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Adapt(int difference, int weight)
    {
        AdaptStep(weight);
        int partial = Saturate(_zeroPart + difference), reconstructed = Saturate(Estimate + difference);
        AdaptPoles(partial);
        AdaptZeros(difference);
        (_p2, _p1) = (_p1, partial);
        (_r2, _r1) = (_r1, reconstructed);
        Predict();
    }

    // LOGSCL, SCALE: leak of 127/128, then the weight; the step is its exponential.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AdaptStep(int weight)
    {
        _logStep = Math.Clamp((_logStep * 127 >> 7) + weight, 0, maxLogStep);
        int shift = stepShift - (_logStep >> 11), mantissa = InverseLog[_logStep >> 6 & 31];
        Step = (shift < 0 ? mantissa << -shift : mantissa >> shift) << 2;
    }

    // UPPOL2 and UPPOL1: sign-sign gradient with leak; the limits keep the filter stable.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AdaptPoles(int partial)
    {
        bool sameAsFirst = (partial ^ _p1) >= 0, sameAsSecond = (partial ^ _p2) >= 0;
        int quadruple = Saturate(_a1 << 2), pull = sameAsFirst ? Math.Min(-quadruple, short.MaxValue) : quadruple;
        int second = (pull >> 7) + (sameAsSecond ? 128 : -128) + (_a2 * 32_512 >> 15);
        second = Math.Clamp(second, -12_288, 12_288);
        int first = Saturate((sameAsFirst ? 192 : -192) + (_a1 * 32_640 >> 15)), limit = Saturate(15_360 - second);
        (_a1, _a2) = (Math.Clamp(first, -limit, limit), second);
    }

    // UPZERO, with DELAYA for the differences.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AdaptZeros(int difference)
    {
        int gain = difference == 0 ? 0 : 128;
        for (int i = 0; i < Zeros; i++) _b[i] = Saturate(((_d[i] ^ difference) >= 0 ? gain : -gain) + (_b[i] * 32_640 >> 15));
        for (int i = Zeros - 1; i > 0; i--) _d[i] = _d[i - 1];
        _d[0] = difference;
    }

    // FILTEZ, FILTEP, PREDIC
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Predict()
    {
        int zeros = 0;
        for (int i = 0; i < Zeros; i++) zeros += _b[i] * Saturate(_d[i] + _d[i]) >> 15;
        _zeroPart = Saturate(zeros);
        int poles = Saturate((_a1 * Saturate(_r1 + _r1) >> 15) + (_a2 * Saturate(_r2 + _r2) >> 15));
        Estimate = Saturate(poles + _zeroPart);
    }

    private static int Saturate(int value) => Math.Clamp(value, short.MinValue, short.MaxValue);
}
