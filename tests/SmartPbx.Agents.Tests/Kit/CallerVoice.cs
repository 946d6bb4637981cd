namespace SmartPbx.Agents.Tests.Kit;

/// <summary>Made-up sounds of a caller, 8 kHz: a vowel-like voice, a cough, a click, room noise. Always the same.</summary>
internal static class CallerVoice
{
    public const int FrameSamples = 160;
    private const int RateHz = 8000;

    /// <summary>Pulses of 120 Hz through two resonances, with syllables of about a quarter second.</summary>
    public static short[] Speech(int milliseconds)
    {
        var samples = new double[milliseconds * RateHz / 1000];
        var (first, second) = (new Resonance(700, 90), new Resonance(1200, 120));
        var phase = 0.0;
        for (var i = 0; i < samples.Length; i++)
        {
            phase += (120 + 10 * Math.Sin(2 * Math.PI * 3 * i / RateHz)) / RateHz;
            var pulse = phase >= 1 ? 1.0 : 0.0;
            phase -= Math.Floor(phase);
            var syllable = 0.65 + 0.35 * Math.Sin(2 * Math.PI * 4 * i / RateHz);
            samples[i] = (first.Next(pulse) + 0.6 * second.Next(pulse)) * syllable;
        }
        return Scale(samples, 9000);
    }

    /// <summary>A burst of noise that dies away.</summary>
    public static short[] Cough(int milliseconds = 260)
    {
        var noise = new Noise(7);
        var samples = new double[milliseconds * RateHz / 1000];
        for (var i = 0; i < samples.Length; i++) samples[i] = noise.Next() * Math.Exp(-3.0 * i / samples.Length);
        return Scale(samples, 14000);
    }

    /// <summary>One loud frame.</summary>
    public static short[] Click()
    {
        var samples = new short[FrameSamples];
        for (var i = 0; i < samples.Length; i++) samples[i] = (short)(i / 4 % 2 == 0 ? 20000 : -20000);
        return samples;
    }

    public static short[] Silence(int milliseconds)
    {
        var noise = new Noise(3);
        var samples = new short[milliseconds * RateHz / 1000];
        for (var i = 0; i < samples.Length; i++) samples[i] = (short)(noise.Next() * 12);
        return samples;
    }

    private static short[] Scale(double[] samples, double peak)
    {
        var most = samples.Max(Math.Abs);
        return [.. samples.Select(s => (short)(s / most * peak))];
    }

    private sealed class Noise(uint seed)
    {
        private uint _state = seed;

        public double Next()
        {
            _state = _state * 1664525 + 1013904223;
            return (_state >> 8) / (double)(1 << 23) - 1;
        }
    }

    private sealed class Resonance(double hertz, double bandwidth)
    {
        private readonly double _radius = Math.Exp(-Math.PI * bandwidth / RateHz);
        private double _one, _two;

        public double Next(double input)
        {
            var output = input + 2 * _radius * Math.Cos(2 * Math.PI * hertz / RateHz) * _one - _radius * _radius * _two;
            (_two, _one) = (_one, output);
            return output;
        }
    }
}
