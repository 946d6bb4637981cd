namespace SmartPbx.Media.Audio;

/// <summary>Plays a cadence endlessly, with 5 ms ramps so that it does not click. Not thread-safe; no allocation per frame.</summary>
public sealed class ToneGenerator(ToneCadence cadence, int sampleRateHz = 8000) : IAudioSource
{
    private readonly int _onSamples = cadence.OnMs * sampleRateHz / 1000;
    private readonly int _cycleSamples = Math.Max(1, (cadence.OnMs + cadence.OffMs) * sampleRateHz / 1000);
    private readonly int _rampSamples = sampleRateHz / 200;
    private readonly bool _isContinuous = cadence.OffMs == 0;
    private readonly double _amplitude = 32767 * Math.Pow(10, cadence.LevelDb / 20);
    private Sine _first = new(cadence.FirstHz, sampleRateHz);
    private Sine _second = new(cadence.SecondHz, sampleRateHz);
    private int _at; // within the cycle
    private bool _hasCycled;

    /// <inheritdoc/>
    public int SampleRateHz => sampleRateHz;

    /// <inheritdoc/>
    public void Read(Span<short> frame)
    {
        for (int i = 0; i < frame.Length; i++)
        {
            double sample = _amplitude * Envelope() * (_first.Next() + _second.Next());
            frame[i] = (short)Math.Clamp(sample, short.MinValue, short.MaxValue);
            if (++_at < _cycleSamples) continue;
            _at = 0;
            _hasCycled = true;
        }
    }

    private double Envelope()
    {
        if (_isContinuous) return _hasCycled ? 1 : Math.Min(1.0, (double)_at / _rampSamples);
        return _at >= _onSamples ? 0 : Math.Clamp(Math.Min(_at, _onSamples - 1 - _at) / (double)_rampSamples, 0, 1);
    }

    /// <summary>
    /// Samples of a sine, each from the two before it: sin(n·w) = 2·cos(w)·sin((n−1)·w) − sin((n−2)·w). A few instructions where Math.Sin takes a
    /// hundred, and hundreds of callers may hear ringback at once. In double precision it stays exact to a sample for days.
    /// </summary>
    private struct Sine(double frequencyHz, int sampleRateHz)
    {
        private readonly double _twiceCosine = 2 * Math.Cos(2 * Math.PI * frequencyHz / sampleRateHz);
        private double _last = -Math.Sin(2 * Math.PI * frequencyHz / sampleRateHz);
        private double _beforeLast = -Math.Sin(4 * Math.PI * frequencyHz / sampleRateHz);

        public double Next()
        {
            double next = _twiceCosine * _last - _beforeLast;
            (_beforeLast, _last) = (_last, next);
            return next;
        }
    }
}
