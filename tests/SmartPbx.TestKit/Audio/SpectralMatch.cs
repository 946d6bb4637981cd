namespace SmartPbx.TestKit.Audio;

/// <summary>
/// Says whether a recording carries a sentence: both are turned into 16-band log spectra (10 ms hop) and the reference is slid along the recording. At the
/// best place each clause of the reference may still move a little, because a synthesiser's pauses between clauses differ from one run to the next.
/// The result is the mean correlation of the clauses: about 0.9 for the same sentence, 0.8 with one word changed, 0.3 for another sentence.
/// </summary>
public static class SpectralMatch
{
    private const int Hop = 80, Window = 256, Bands = 16, PauseFrames = 10, ClauseShiftFrames = 20;
    private const float PauseLevel = 1.0f;

    /// <summary>Correlation at the best place, and where the sentence begins in the recording (samples).</summary>
    public static (double Score, int Offset) Find(short[] recording, short[] reference)
    {
        var (start, end) = Voices.VoicedSpan(reference);
        var wanted = Spectrum(reference.AsSpan(start, end - start));
        var heard = Spectrum(recording);
        if (wanted.Length == 0 || heard.Length == 0) return (0, 0);
        var (_, place) = Best(wanted, heard, -wanted.Length / 8, heard.Length - wanted.Length / 2);
        double sum = 0, frames = 0;
        foreach (var (from, to) in Clauses(wanted))
        {
            sum += (to - from) * Best(wanted[from..to], heard, place + from - ClauseShiftFrames, place + from + ClauseShiftFrames).Score;
            frames += to - from;
        }
        return (frames == 0 ? 0 : sum / frames, Math.Max(0, place) * Hop);
    }

    private static (double Score, int Offset) Best(float[][] wanted, float[][] heard, int from, int to)
    {
        var best = (Score: 0.0, Offset: from);
        for (var offset = from; offset <= to; offset++)
        {
            var score = Correlation(wanted, heard, offset);
            if (score > best.Score) best = (score, offset);
        }
        return best;
    }

    /// <summary>Stretches of the reference between its pauses.</summary>
    private static List<(int From, int To)> Clauses(float[][] frames)
    {
        var clauses = new List<(int, int)>();
        var (from, quiet) = (0, 0);
        for (var i = 0; i < frames.Length; i++)
        {
            quiet = frames[i].Max() < PauseLevel ? quiet + 1 : 0;
            if (quiet == 0 && i > 0 && from < 0) from = i;
            if (quiet != PauseFrames || from < 0) continue;
            clauses.Add((from, i - PauseFrames + 1));
            from = -1;
        }
        if (from >= 0) clauses.Add((from, frames.Length));
        return clauses;
    }

    private static double Correlation(float[][] wanted, float[][] heard, int offset)
    {
        double sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
        var n = wanted.Length * Bands;
        for (var i = 0; i < wanted.Length; i++)
            for (var b = 0; b < Bands; b++)
            {
                double x = wanted[i][b], y = i + offset >= 0 && i + offset < heard.Length ? heard[i + offset][b] : 0;
                sx += x; sy += y; sxx += x * x; syy += y * y; sxy += x * y;
            }
        var deviation = Math.Sqrt((sxx - sx * sx / n) * (syy - sy * sy / n));
        return deviation <= 0 ? 0 : (sxy - sx * sy / n) / deviation;
    }

    private static float[][] Spectrum(ReadOnlySpan<short> pcm)
    {
        var frames = new float[Math.Max(0, (pcm.Length - Window) / Hop + 1)][];
        for (var i = 0; i < frames.Length; i++) frames[i] = Frame(pcm.Slice(i * Hop, Window));
        return frames;
    }

    private static readonly (int From, int To)[] Edges = MakeEdges();

    private static (int, int)[] MakeEdges()
    {
        var edges = new (int, int)[Bands];
        double Mel(double hz) => 2595 * Math.Log10(1 + hz / 700);
        double Hz(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);
        var (low, high) = (Mel(200), Mel(3600));
        for (var b = 0; b < Bands; b++)
        {
            var from = (int)Math.Round(Hz(low + (high - low) * b / Bands) * Window / 8000);
            var to = (int)Math.Round(Hz(low + (high - low) * (b + 1) / Bands) * Window / 8000);
            edges[b] = (from, Math.Max(from + 1, to));
        }
        return edges;
    }

    private static float[] Frame(ReadOnlySpan<short> pcm)
    {
        Span<double> re = stackalloc double[Window], im = stackalloc double[Window];
        for (var i = 0; i < Window; i++) (re[i], im[i]) = (pcm[i] * (0.5 - 0.5 * Math.Cos(2 * Math.PI * i / Window)), 0);
        Fft(re, im);
        var bands = new float[Bands];
        for (var b = 0; b < Bands; b++)
        {
            double energy = 0;
            for (var k = Edges[b].From; k < Edges[b].To; k++) energy += re[k] * re[k] + im[k] * im[k];
            bands[b] = (float)Math.Log(1 + energy / 1e6);
        }
        return bands;
    }

    private static void Fft(Span<double> re, Span<double> im)
    {
        for (int i = 1, j = 0; i < Window; i++)
        {
            var bit = Window >> 1;
            for (; (j & bit) != 0; bit >>= 1) j ^= bit;
            j ^= bit;
            if (i < j) ((re[i], re[j]), (im[i], im[j])) = ((re[j], re[i]), (im[j], im[i]));
        }
        for (var length = 2; length <= Window; length <<= 1)
            for (var i = 0; i < Window; i += length)
                for (var k = 0; k < length / 2; k++)
                {
                    var (sin, cos) = Math.SinCos(-2 * Math.PI * k / length);
                    var (a, b) = (i + k, i + k + length / 2);
                    var (tr, ti) = (re[b] * cos - im[b] * sin, re[b] * sin + im[b] * cos);
                    (re[b], im[b]) = (re[a] - tr, im[a] - ti);
                    (re[a], im[a]) = (re[a] + tr, im[a] + ti);
                }
    }
}
