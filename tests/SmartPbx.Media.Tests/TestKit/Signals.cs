namespace SmartPbx.Media.Tests.TestKit;

/// <summary>Repeatable test signals.</summary>
internal static class Signals
{
    /// <summary>White noise with a standard deviation of <paramref name="level"/>.</summary>
    public static short[] Noise(int rate, double seconds, double level, uint seed = 1)
    {
        var samples = new short[(int)(rate * seconds)];
        for (int i = 0; i < samples.Length; i++) samples[i] = Clip(Gauss(ref seed) * level);
        return samples;
    }

    /// <summary>A loud burst of noise, coloured by the throat (broad resonances), with a sharp attack and a decay: what a cough is.</summary>
    public static short[] Cough(int rate, double seconds, uint seed = 3)
    {
        var samples = new short[(int)(rate * seconds)];
        double low = 0, band = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            double t = (double)i / samples.Length, envelope = Math.Min(1, t * 20) * Math.Exp(-3 * t);
            double noise = Gauss(ref seed);
            low += 0.55 * (noise - low);
            band = 0.6 * low + 0.4 * noise;
            samples[i] = Clip(band * envelope * 9000);
        }
        return samples;
    }

    /// <summary>Vowels with a gliding pitch and three formants, in syllables of 200 ms with short closures between them.</summary>
    public static short[] Speech(int rate, double seconds)
    {
        (double F1, double F2, double F3)[] vowels = [(730, 1090, 2440), (270, 2290, 3010), (530, 1840, 2480), (570, 840, 2410)];
        var samples = new short[(int)(rate * seconds)];
        double phase = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            double t = (double)i / rate, syllable = t / 0.25, within = syllable % 1 * 0.25;
            (double f1, double f2, double f3) = vowels[(int)syllable % vowels.Length];
            double pitch = 120 + 25 * Math.Sin(2 * Math.PI * 1.3 * t), sum = 0;
            phase += 2 * Math.PI * pitch / rate;
            for (int k = 1; k * pitch < Math.Min(3600, rate / 2.0); k++) sum += Gain(k * pitch, f1, f2, f3) * Math.Sin(k * phase);
            double envelope = within < 0.2 ? Math.Min(1, Math.Min(within, 0.2 - within) / 0.02) : 0;
            samples[i] = Clip(sum * envelope * 3000);
        }
        return samples;
    }

    public static short[] Plus(short[] one, short[] other) => [.. one.Zip(other, (a, b) => Clip(a + b))];

    private static double Gain(double hz, double f1, double f2, double f3) => Peak(hz, f1, 90) + 0.5 * Peak(hz, f2, 120) + 0.25 * Peak(hz, f3, 160);

    private static double Peak(double hz, double centre, double width) => 1 / (1 + Math.Pow((hz - centre) / width, 2));

    private static double Gauss(ref uint seed)
    {
        double sum = 0;
        for (int i = 0; i < 12; i++) sum += (seed = seed * 1_664_525 + 1_013_904_223) / (double)uint.MaxValue;
        return sum - 6;
    }

    private static short Clip(double value) => (short)Math.Clamp(value, short.MinValue, short.MaxValue);
}
