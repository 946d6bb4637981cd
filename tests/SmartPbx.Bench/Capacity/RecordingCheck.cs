using SmartPbx.Media.Audio;

namespace SmartPbx.Bench.Capacity;

/// <summary>Looks into recordings of the generator's calls, which are never silent: each must be there, long enough, and without holes in its middle.</summary>
internal static class RecordingCheck
{
    private const double MaxHoles = 0.01; // of its samples: what may be lost on the way, and the generator's numbers, which may mean silence

    public static int CountBroken(string folder, int calls, double seconds)
    {
        var files = Directory.GetFiles(folder, "*.wav");
        return calls - files.Length + files.Count(file => !IsWhole(file, seconds));
    }

    private static bool IsWhole(string path, double seconds)
    {
        using var file = File.OpenRead(path);
        if (!WavReader.TryOpen(file, out var wav)) return false;
        var (channels, rate) = (wav.Format.Channels, wav.Format.SampleRateHz);
        var samples = new short[wav.Format.DataBytes / sizeof(short)];
        if (wav.Read(samples) < seconds * rate * channels) return false;
        // The generator runs longer than it measures; its calls begin and end within a second of the recording's ends.
        var middle = samples.AsSpan(samples.Length / 2 - (int)(seconds / 4 * rate) * channels, (int)(seconds / 2 * rate) * channels);
        return middle.Count((short)0) < MaxHoles * middle.Length;
    }
}
