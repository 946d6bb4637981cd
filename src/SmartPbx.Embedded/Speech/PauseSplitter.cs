namespace SmartPbx.Embedded.Speech;

/// <summary>Cuts a recording at its pauses, by energy, into pieces that a decoder can take whole.</summary>
internal static class PauseSplitter
{
    private const int FrameMs = 10;
    private const int MinPauseMs = 500;
    /// <summary>Kept around speech, so that soft beginnings and endings are not cut.</summary>
    private const int MarginMs = 200;
    private const int MinSpeechMs = 80;
    /// <summary>Decoding time and memory grow with the piece.</summary>
    private const int MaxPieceMs = 20_000;
    /// <summary>Speech is this much louder (in amplitude) than the recording's quiet tenth, and never below the absolute floor.</summary>
    private const double OverNoise = 3;
    private const double MinAmplitude = 100;

    /// <returns>Sample ranges in order.</returns>
    public static IReadOnlyList<Range> Split(ReadOnlySpan<short> pcm, int sampleRateHz)
    {
        var frameSamples = sampleRateHz * FrameMs / 1000;
        var levels = Levels(pcm, frameSamples);
        if (levels.Length == 0)
            return [];
        var threshold = Threshold(levels);
        var pieces = new List<Range>();
        var (start, last, loud) = (-1, -1, 0);
        for (var frame = 0; frame <= levels.Length; frame++)
        {
            var speech = frame < levels.Length && levels[frame] >= threshold;
            if (start >= 0 && (frame == levels.Length || (frame - last) * FrameMs >= MinPauseMs || (frame - start) * FrameMs >= MaxPieceMs))
            {
                if (loud * FrameMs >= MinSpeechMs)
                    pieces.Add(Piece(start, last, frameSamples, pcm.Length));
                (start, loud) = (-1, 0);
            }
            if (!speech)
                continue;
            start = start < 0 ? frame : start;
            last = frame;
            loud++;
        }
        return pieces;
    }

    private static Range Piece(int first, int last, int frameSamples, int total)
    {
        const int margin = MarginMs / FrameMs;
        var start = Math.Max(0, first - margin) * frameSamples;
        var end = Math.Min(total, (last + 1 + margin) * frameSamples);
        return start..end;
    }

    private static double Threshold(double[] levels)
    {
        var quiet = levels.Order().ElementAt(levels.Length / 10);
        // In speech without any pause the quiet tenth is speech itself.
        return Math.Max(MinAmplitude, Math.Min(OverNoise * quiet, levels.Max() / OverNoise));
    }

    private static double[] Levels(ReadOnlySpan<short> pcm, int frameSamples)
    {
        var levels = new double[pcm.Length / frameSamples];
        for (var frame = 0; frame < levels.Length; frame++)
        {
            double sum = 0;
            foreach (var sample in pcm.Slice(frame * frameSamples, frameSamples))
                sum += (double)sample * sample;
            levels[frame] = Math.Sqrt(sum / frameSamples);
        }
        return levels;
    }
}
