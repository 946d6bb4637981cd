using SmartPbx.TestKit.Audio;

namespace SmartPbx.Interop.Audio;

/// <summary>Looks for a tone in what a peer recorded: the share of the energy that lies at one frequency (Goertzel).</summary>
internal static class HeardTone
{
    private const double EnoughShare = 0.6, QuietRms = 100;

    /// <summary>Null when the last part of the recording is this tone; else what it is.</summary>
    public static string? Check(string file, int frequencyHz, int lastMs = 1_000)
    {
        var (samples, rate) = Last(file, lastMs);
        return Check(samples, rate, frequencyHz);
    }

    /// <summary>The same of all that is loud in it, for a peer that goes on recording silence after the call.</summary>
    public static string? CheckLoudPart(string file, int frequencyHz)
    {
        var (samples, rate) = Read(file);
        return Check([.. samples.Chunk(rate / 10).Where(b => Rms(b) >= QuietRms).SelectMany(b => b)], rate, frequencyHz);
    }

    private static string? Check(short[] samples, int rate, int frequencyHz)
    {
        if (samples.Length < rate / 2) return $"{samples.Length * 1000 / Math.Max(1, rate)} ms in all";
        var rms = Rms(samples);
        if (rms < QuietRms) return $"silence instead of {frequencyHz} Hz";
        var share = Share(samples, rate, frequencyHz);
        return share >= EnoughShare ? null : $"{share:P0} of what was heard is {frequencyHz} Hz (loudness {rms:0})";
    }

    /// <summary>Null when anything loud is in the recording.</summary>
    public static string? CheckVoice(string file) => Rms(Read(file).Samples) >= QuietRms ? null : "nothing was heard";

    private static (short[] Samples, int Rate) Last(string file, int lastMs)
    {
        var (samples, rate) = Read(file);
        return (samples[Math.Max(0, samples.Length - rate * lastMs / 1000)..], rate);
    }

    // A file that is still being written has no length in its header yet.
    private static (short[] Samples, int Rate) Read(string file)
    {
        const int LengthAt = 40, DataAt = 44;
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        if (bytes.Length < DataAt) return ([], 8_000);
        if (BitConverter.ToInt32(bytes, LengthAt) == 0) BitConverter.TryWriteBytes(bytes.AsSpan(LengthAt), bytes.Length - DataAt);
        var wave = WaveFile.Read(bytes);
        return (wave.Channel(0), wave.SampleRateHz);
    }

    private static double Rms(short[] samples) => samples.Length == 0 ? 0 : Math.Sqrt(samples.Average(s => (double)s * s));

    // |X(f)|² of a sine of amplitude a over n samples is (a·n/2)², its mean square a²/2. Some drift of the peer's clock is allowed for by short blocks.
    private static double Share(short[] samples, int rate, int frequencyHz)
    {
        var block = rate / 10;
        var shares = new List<double>();
        for (var at = 0; at + block <= samples.Length; at += block)
        {
            double re = 0, im = 0, energy = 0;
            for (var i = 0; i < block; i++)
            {
                var (sin, cos) = Math.SinCos(2 * Math.PI * frequencyHz * i / rate);
                (re, im, energy) = (re + samples[at + i] * cos, im + samples[at + i] * sin, energy + (double)samples[at + i] * samples[at + i]);
            }
            shares.Add(energy == 0 ? 0 : 2 * (re * re + im * im) / (block * energy));
        }
        return shares.Order().ElementAt(shares.Count / 2);
    }
}
