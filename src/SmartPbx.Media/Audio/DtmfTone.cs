namespace SmartPbx.Media.Audio;

/// <summary>
/// One DTMF key as a pair of sines (ITU-T Q.23), the high group 2 dB above the low one, together about -8 dBm0: the level at which Q.24
/// receivers of every country accept it. Ramps of 5 ms keep it from clicking. Not thread-safe; no allocation per frame.
/// </summary>
public sealed class DtmfTone(int sampleRateHz = 8000)
{
    /// <summary>The sixteen keys.</summary>
    public const string Keys = "123A456B789C*0#D";

    private const double LowDbm0 = -12, HighDbm0 = -10;
    private const double FullScaleDbm0 = 3.14; // a full-scale sine (G.711 section 4)
    private const int RampsPerSecond = 200;

    private static readonly double[] Rows = [697, 770, 852, 941];
    private static readonly double[] Columns = [1209, 1336, 1477, 1633];
    private static readonly double LowAmplitude = Amplitude(LowDbm0);
    private static readonly double HighAmplitude = Amplitude(HighDbm0);

    private readonly int _rampSamples = sampleRateHz / RampsPerSecond;
    private double _lowStep;
    private double _highStep;
    private int _length;
    private int _position;

    /// <summary>Samples per second of what <see cref="Read"/> gives.</summary>
    public int SampleRateHz => sampleRateHz;

    /// <summary>Whether a key of this name exists.</summary>
    public static bool IsKey(char key) => Keys.Contains(key, StringComparison.Ordinal);

    /// <summary>Begins a key.</summary>
    /// <param name="key">One of <see cref="Keys"/>; another gives silence.</param>
    /// <param name="durationMs">Length of the tone; after it comes silence.</param>
    public void Start(char key, int durationMs)
    {
        int index = Keys.IndexOf(key, StringComparison.Ordinal);
        _position = 0;
        _length = index < 0 ? 0 : durationMs * sampleRateHz / 1000;
        _lowStep = index < 0 ? 0 : 2 * Math.PI * Rows[index / 4] / sampleRateHz;
        _highStep = index < 0 ? 0 : 2 * Math.PI * Columns[index % 4] / sampleRateHz;
    }

    /// <summary>Fills the whole frame.</summary>
    public void Read(Span<short> frame)
    {
        for (int i = 0; i < frame.Length; i++, _position++)
        {
            int ramp = Math.Min(_position, _length - 1 - _position);
            double sum = ramp <= 0 ? 0 : LowAmplitude * Math.Sin(_lowStep * _position) + HighAmplitude * Math.Sin(_highStep * _position);
            frame[i] = (short)(sum * Math.Min(1, (double)ramp / _rampSamples));
        }
    }

    private static double Amplitude(double dbm0) => short.MaxValue * Math.Pow(10, (dbm0 - FullScaleDbm0) / 20);
}
