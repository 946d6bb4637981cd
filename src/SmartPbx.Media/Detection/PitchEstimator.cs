namespace SmartPbx.Media.Detection;

/// <summary>Strength of a pitch in the newest 40 ms: the best normalised autocorrelation between 60 and 400 Hz.</summary>
internal sealed class PitchEstimator
{
    private const int LowestHz = 60, HighestHz = 400;

    private readonly int _decimation;
    private readonly float[] _recent;
    private readonly int _shortestLag;
    private readonly int _longestLag;

    public PitchEstimator(int sampleRateHz)
    {
        _decimation = sampleRateHz / 4000; // a pitch needs no more than 4 kHz; averaging is low-pass enough
        _shortestLag = 4000 / HighestHz;
        _longestLag = 4000 / LowestHz;
        _recent = new float[160 + _longestLag];
    }

    public float Process(ReadOnlySpan<short> frame)
    {
        int added = frame.Length / _decimation;
        _recent.AsSpan(added).CopyTo(_recent);
        Span<float> fresh = _recent.AsSpan(_recent.Length - added);
        for (int i = 0; i < added; i++)
        {
            float sum = 0;
            for (int k = 0; k < _decimation; k++) sum += frame[i * _decimation + k];
            fresh[i] = sum / _decimation;
        }
        return Strongest();
    }

    // The window is the newest 30 ms: long enough for two periods of 70 Hz, short enough to hear an onset at once.
    private float Strongest()
    {
        const int Window = 120;
        ReadOnlySpan<float> now = _recent.AsSpan(_recent.Length - Window);
        float energy = Energy(now), best = 0;
        if (energy < Window * 16f) return 0;
        for (int lag = _shortestLag; lag <= _longestLag; lag++)
        {
            ReadOnlySpan<float> then = _recent.AsSpan(_recent.Length - Window - lag, Window);
            float product = 0;
            for (int i = 0; i < Window; i++) product += now[i] * then[i];
            float share = product / MathF.Sqrt(energy * Math.Max(Energy(then), 1f));
            if (share > best) best = share;
        }
        return Math.Min(best, 1f);
    }

    private static float Energy(ReadOnlySpan<float> samples)
    {
        float sum = 0;
        foreach (float sample in samples) sum += sample * sample;
        return sum;
    }
}
