namespace SmartPbx.Media.Jitter;

/// <summary>
/// Fills a short gap with the last pitch period, repeated and fading (the idea of G.711 appendix I, simplified), and blends the first
/// good frame in. Needs 30 ms of past. One thread, no allocation per frame.
/// </summary>
internal sealed class LossConcealer(int sampleRateHz)
{
    private const int LowestPitchHz = 66, HighestPitchHz = 250, FadeMs = 60;

    private readonly short[] _past = new short[sampleRateHz * 30 / 1000];
    private readonly int _blend = sampleRateHz * 4 / 1000;
    private readonly int _fade = sampleRateHz * FadeMs / 1000;
    private int _period;
    private int _at;
    private bool _hasPast;

    /// <summary>Remembers a good frame; after a loss, blends it with what the concealment would have gone on with.</summary>
    public void Good(Span<short> frame, bool afterLoss)
    {
        if (afterLoss && _hasPast && _period > 0)
            for (int i = 0; i < _blend; i++)
                frame[i] = (short)((Next() * (_blend - i) / 2 + frame[i] * i + frame[i] * (_blend - i) / 2) / _blend);
        _period = 0;
        Remember(frame);
        _hasPast = true;
    }

    /// <summary>Guesses a frame.</summary>
    /// <param name="frame">Receives the guess.</param>
    /// <param name="missingBefore">Samples of this gap already guessed.</param>
    /// <returns>False when there is no past to guess from.</returns>
    public bool Conceal(Span<short> frame, int missingBefore)
    {
        if (!_hasPast) return false;
        if (missingBefore == 0 || _period == 0)
        {
            _period = FindPeriod();
            _at = 0;
        }
        for (int i = 0; i < frame.Length; i++)
            frame[i] = (short)(Next() * Math.Max(0, _fade - missingBefore - i) / _fade);
        return true;
    }

    public void Reset()
    {
        _hasPast = false;
        _period = 0;
    }

    private short Next()
    {
        short sample = _past[_past.Length - _period + _at];
        _at = (_at + 1) % _period;
        return sample;
    }

    private void Remember(ReadOnlySpan<short> frame)
    {
        int keep = Math.Min(frame.Length, _past.Length);
        _past.AsSpan(keep).CopyTo(_past);
        frame[^keep..].CopyTo(_past.AsSpan(_past.Length - keep));
    }

    // The lag at which the last 10 ms best resemble what was before them.
    private int FindPeriod()
    {
        int window = sampleRateHz / 100, best = sampleRateHz / HighestPitchHz;
        double bestScore = double.MinValue;
        for (int lag = sampleRateHz / HighestPitchHz; lag <= sampleRateHz / LowestPitchHz && lag + window <= _past.Length; lag++)
        {
            long product = 0, energy = 1;
            for (int i = _past.Length - window; i < _past.Length; i++)
            {
                product += _past[i] * _past[i - lag];
                energy += _past[i - lag] * _past[i - lag];
            }
            double score = product / Math.Sqrt(energy);
            if (score > bestScore) (bestScore, best) = (score, lag);
        }
        return best;
    }
}
