using System.Collections.Concurrent;

namespace SmartPbx.Media.Audio;

/// <summary>
/// A calm loop of sixteen seconds, composed here and synthesised from decaying sines: broken chords C – Am – F – G over soft basses, a sparse
/// melody above. The loop is rendered once per rate and shared; each instance has its own place in it.
/// </summary>
public sealed class HoldMusic(int sampleRateHz = 8000) : IAudioSource
{
    private const double BeatSeconds = 0.5;
    private const int BeatsPerLoop = 32;

    private static readonly ConcurrentDictionary<int, short[]> Loops = new();

    // Semitones above middle C. A chord lasts four beats, played twice with the melody varied.
    private static readonly int[][] Chords = [[0, 4, 7, 12], [-3, 0, 4, 9], [-7, -3, 0, 5], [-5, -1, 2, 7]];
    private static readonly int[] Basses = [-24, -27, -31, -29];
    private static readonly int[] Melody = [16, 19, -99, 16, 12, -99, 9, 12, 12, 9, -99, 5, 7, 11, 14, -99, 19, 16, -99, 12, 9, 12, 16, -99, 14, 12, 9, -99, 11, -99, 7, -99];
    private const int Rest = -99;

    private readonly short[] _loop = Loops.GetOrAdd(sampleRateHz, Render);
    private int _position;

    /// <inheritdoc/>
    public int SampleRateHz => sampleRateHz;

    /// <inheritdoc/>
    public void Read(Span<short> frame)
    {
        for (int done = 0; done < frame.Length;)
        {
            int take = Math.Min(frame.Length - done, _loop.Length - _position);
            _loop.AsSpan(_position, take).CopyTo(frame[done..]);
            done += take;
            _position = (_position + take) % _loop.Length;
        }
    }

    private static short[] Render(int rate)
    {
        var mix = new float[(int)(BeatsPerLoop * BeatSeconds * rate)];
        for (int beat = 0; beat < BeatsPerLoop; beat++)
        {
            int chord = beat / 4 % Chords.Length;
            if (beat % 4 == 0) AddNote(mix, rate, beat, Basses[chord], 0.30, 1.6);
            AddNote(mix, rate, beat, Chords[chord][beat % 4], 0.16, 0.9);
            AddNote(mix, rate, beat + 0.5, Chords[chord][(beat + 2) % 4], 0.10, 0.7);
            if (Melody[beat] != Rest) AddNote(mix, rate, beat, Melody[beat], 0.20, 0.8);
        }
        float peak = mix.Max(Math.Abs);
        return Array.ConvertAll(mix, sample => (short)(sample / peak * 9000)); // about -11 dB of full scale at the peak
    }

    // Fundamental with two soft partials, 8 ms attack, exponential decay; the tail wraps so that the loop has no seam.
    private static void AddNote(float[] mix, int rate, double beat, int semitone, double gain, double decaySeconds)
    {
        double hz = 261.63 * Math.Pow(2, semitone / 12.0);
        int start = (int)(beat * BeatSeconds * rate), length = Math.Min(mix.Length, (int)(decaySeconds * 4 * rate));
        for (int i = 0; i < length; i++)
        {
            double t = (double)i / rate, angle = 2 * Math.PI * hz * t;
            double tone = Math.Sin(angle) + 0.35 * Math.Sin(2 * angle) * Math.Exp(-t / decaySeconds) + 0.12 * Math.Sin(3 * angle);
            mix[(start + i) % mix.Length] += (float)(gain * Math.Min(1, t / 0.008) * Math.Exp(-t / decaySeconds) * tone);
        }
    }
}
