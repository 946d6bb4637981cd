namespace SmartPbx.Media.Mixing;

/// <summary>Sums 16-bit PCM at any rate. Voices add up in 32 bits, so that only what leaves is cut to 16. Pure; no allocation.</summary>
public static class SampleMix
{
    /// <summary>A gain of one: gains are whole numbers of 1/4096.</summary>
    public const int Unity = 1 << GainBits;

    private const int GainBits = 12;
    private const double LoudestDb = 18, SoftestDb = -60;

    /// <summary>The factor for a gain; below -60 dB nothing, above 18 dB no more.</summary>
    public static int Gain(double decibels) =>
        decibels < SoftestDb ? 0 : (int)Math.Round(Unity * Math.Pow(10, Math.Min(decibels, LoudestDb) / 20));

    /// <summary>Adds a voice.</summary>
    /// <param name="sums">At least as long as the frame.</param>
    /// <param name="frame">The voice.</param>
    /// <param name="gain">As <see cref="Gain"/> gives it.</param>
    public static void Add(Span<int> sums, ReadOnlySpan<short> frame, int gain = Unity)
    {
        sums = sums[..frame.Length];
        if (gain == Unity)
            for (int i = 0; i < frame.Length; i++) sums[i] += frame[i];
        else
            for (int i = 0; i < frame.Length; i++) sums[i] += (frame[i] * gain) >> GainBits;
    }

    /// <summary>Cuts the sums to 16 bits: what is too loud is clipped and never wraps around.</summary>
    public static void Saturate(ReadOnlySpan<int> sums, Span<short> frame)
    {
        for (int i = 0; i < sums.Length; i++) frame[i] = (short)Math.Clamp(sums[i], short.MinValue, short.MaxValue);
    }
}
