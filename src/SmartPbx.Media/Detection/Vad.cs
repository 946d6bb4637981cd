namespace SmartPbx.Media.Detection;

/// <summary>
/// Voice activity frame by frame (20 ms). Three kinds of evidence: how far the level stands above an adaptive noise floor, whether there is a
/// pitch (autocorrelation), and how tonal the spectrum is (flatness, zero crossings). Noise bursts such as coughs and clicks are loud but flat
/// and without a pitch, so they stay low; steady pure tones (DTMF, ringback) are too narrow for speech. One instance per stream; no allocation per frame.
/// </summary>
public sealed class Vad
{
    private const float SilenceDb = -80f;
    private const float RiseShare = 0.45f; // of the way to a higher raw probability per frame
    private const float FallShare = 0.25f;
    private const float FallShareWhileLoud = 0.11f; // consonants within a word have no pitch

    // Raise and release thresholds by mode.
    private static readonly (float On, float Off)[] Modes = [(0.30f, 0.15f), (0.40f, 0.22f), (0.50f, 0.30f), (0.60f, 0.40f)];

    private readonly SpectralShape _spectrum;
    private readonly PitchEstimator _pitch;
    private readonly (float On, float Off) _thresholds;
    private float _noiseFloorDb = -60f;
    private float _probability;
    private bool _isSpeech;
    private int _frames;

    /// <param name="options">Settings.</param>
    public Vad(VadOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Mode);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Mode, 3);
        if (options.SampleRateHz is not (8000 or 16000)) throw new ArgumentOutOfRangeException(nameof(options), "8000 or 16000 Hz");
        _spectrum = new SpectralShape(options.SampleRateHz);
        _pitch = new PitchEstimator(options.SampleRateHz);
        _thresholds = Modes[options.Mode];
        FrameSamples = options.SampleRateHz / 50;
    }

    /// <summary>Samples in a frame: 20 ms.</summary>
    public int FrameSamples { get; }

    /// <summary>Judges the next frame of the stream.</summary>
    /// <param name="frame">Exactly <see cref="FrameSamples"/> samples.</param>
    public VadFrame Process(ReadOnlySpan<short> frame)
    {
        float levelDb = LevelDb(frame), voicing = _pitch.Process(frame);
        SpectralMoments shape = _spectrum.Process(frame);
        float aboveNoiseDb = levelDb - _noiseFloorDb, raw = RawProbability(aboveNoiseDb, levelDb, voicing, shape);
        float fall = aboveNoiseDb > 12f ? FallShareWhileLoud : FallShare;
        _probability += (raw - _probability) * (raw > _probability ? RiseShare : fall);
        TrackNoise(levelDb, raw);
        _isSpeech = _probability >= (_isSpeech ? _thresholds.Off : _thresholds.On);
        return new VadFrame(_probability, _isSpeech, levelDb, _noiseFloorDb, voicing);
    }

    private static float RawProbability(float aboveNoiseDb, float levelDb, float voicing, SpectralMoments shape)
    {
        if (levelDb < -62f) return 0f;
        float loud = Logistic((aboveNoiseDb - 9f) / 2.5f);
        float voiced = Logistic((voicing - 0.52f) / 0.06f);
        float tonal = Logistic((0.36f - shape.Flatness) / 0.06f);
        float pure = Logistic((shape.PeakShare - 0.90f) / 0.02f); // two spectral lines hold nearly everything: a signal tone
        return loud * (0.75f * voiced + 0.25f * tonal) * (0.3f + 0.7f * Math.Max(voiced, tonal)) * (1f - pure);
    }

    // Falls quickly, rises slowly, and hardly at all while somebody speaks. The first frames set it.
    private void TrackNoise(float levelDb, float raw)
    {
        float rise = raw > 0.4f ? 0.02f : levelDb - _noiseFloorDb > 15f ? 0.12f : 0.3f;
        if (_frames < 5 && raw < 0.4f) rise = 6f;
        _frames++;
        _noiseFloorDb = levelDb < _noiseFloorDb
            ? Math.Max(-70f, _noiseFloorDb + (levelDb - _noiseFloorDb) * 0.3f)
            : Math.Min(-25f, _noiseFloorDb + Math.Min(rise, levelDb - _noiseFloorDb));
    }

    private static float LevelDb(ReadOnlySpan<short> frame)
    {
        double sum = 0, mean = 0;
        foreach (short sample in frame) mean += sample;
        mean /= frame.Length;
        foreach (short sample in frame) sum += (sample - mean) * (sample - mean);
        double power = sum / frame.Length / (32768.0 * 32768.0);
        return power < 1e-8 ? SilenceDb : (float)(10 * Math.Log10(power));
    }

    private static float Logistic(float x) => 1f / (1f + MathF.Exp(-x));
}
