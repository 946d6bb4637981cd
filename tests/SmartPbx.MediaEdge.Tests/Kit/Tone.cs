namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>Makes and finds tones.</summary>
internal static class Tone
{
    public static short[] Sine(double hz, int milliseconds, int rate = 8000)
    {
        var samples = new short[rate * milliseconds / 1000];
        for (var i = 0; i < samples.Length; i++) samples[i] = (short)(8000 * Math.Sin(2 * Math.PI * hz * i / rate));
        return samples;
    }

    /// <summary>Share of the energy that lies at the frequency (Goertzel), 0–1.</summary>
    public static double Share(ReadOnlySpan<short> samples, double hz, int rate = 8000)
    {
        if (samples.IsEmpty) return 0;
        double re = 0, im = 0, energy = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            var angle = 2 * Math.PI * hz * i / rate;
            re += samples[i] * Math.Cos(angle);
            im += samples[i] * Math.Sin(angle);
            energy += (double)samples[i] * samples[i];
        }
        return energy == 0 ? 0 : 2 * (re * re + im * im) / (energy * samples.Length);
    }
}
