namespace SmartPbx.Media.Detection;

/// <summary>Power of single frequencies, cheaper than a spectrum when only a few matter.</summary>
public static class Goertzel
{
    /// <summary>Squared amplitude of a sine of <paramref name="frequencyHz"/> in the block, in sample units.</summary>
    public static double SquaredAmplitude(ReadOnlySpan<short> pcm, double frequencyHz, int sampleRateHz)
    {
        double coefficient = 2 * Math.Cos(2 * Math.PI * frequencyHz / sampleRateHz), s1 = 0, s2 = 0;
        foreach (short sample in pcm)
        {
            double s0 = sample + coefficient * s1 - s2;
            s2 = s1;
            s1 = s0;
        }
        double power = s1 * s1 + s2 * s2 - coefficient * s1 * s2;
        return 4 * power / ((double)pcm.Length * pcm.Length);
    }

    /// <summary>Share of the block's energy that lies at <paramref name="frequencyHz"/>: near 1 for that pure tone, near 0 without it.</summary>
    public static double Share(ReadOnlySpan<short> pcm, double frequencyHz, int sampleRateHz)
    {
        double energy = 0;
        foreach (short sample in pcm) energy += (double)sample * sample;
        return energy < pcm.Length ? 0 : SquaredAmplitude(pcm, frequencyHz, sampleRateHz) / 2 / (energy / pcm.Length);
    }
}
