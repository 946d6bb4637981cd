namespace SmartPbx.Media.Audio;

/// <summary>Plays a cadence endlessly, with 5 ms ramps so that it does not click. Not thread-safe; no allocation per frame.</summary>
public sealed class ToneGenerator(ToneCadence cadence, int sampleRateHz = 8000) : IAudioSource
{
    private readonly int _onSamples = cadence.OnMs * sampleRateHz / 1000;
    private readonly int _cycleSamples = Math.Max(1, (cadence.OnMs + cadence.OffMs) * sampleRateHz / 1000);
    private readonly int _rampSamples = sampleRateHz / 200;
    private readonly double _amplitude = 32767 * Math.Pow(10, cadence.LevelDb / 20);
    private long _position;

    /// <inheritdoc/>
    public int SampleRateHz => sampleRateHz;

    /// <inheritdoc/>
    public void Read(Span<short> frame)
    {
        for (int i = 0; i < frame.Length; i++, _position++)
        {
            double time = (double)_position / sampleRateHz;
            double sine = Math.Sin(2 * Math.PI * cadence.FirstHz * time);
            if (cadence.SecondHz > 0) sine += Math.Sin(2 * Math.PI * cadence.SecondHz * time);
            frame[i] = (short)Math.Clamp(_amplitude * Envelope() * sine, short.MinValue, short.MaxValue);
        }
    }

    private double Envelope()
    {
        int at = (int)(_position % _cycleSamples);
        if (cadence.OffMs == 0) return Math.Min(1.0, (double)_position / _rampSamples);
        return at >= _onSamples ? 0 : Math.Clamp(Math.Min(at, _onSamples - 1 - at) / (double)_rampSamples, 0, 1);
    }
}
