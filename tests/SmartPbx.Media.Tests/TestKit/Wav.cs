using SmartPbx.Media.Audio;

namespace SmartPbx.Media.Tests.TestKit;

internal static class Wav
{
    /// <summary>One channel of a whole file.</summary>
    public static short[] Channel(string path, int channel)
    {
        using FileStream file = File.OpenRead(path);
        return Channel(file, channel);
    }

    public static short[] Channel(Stream stream, int channel)
    {
        Assert.True(WavReader.TryOpen(stream, out WavReader? reader));
        var pcm = new short[reader.Format.DataBytes / sizeof(short)];
        Assert.Equal(pcm.Length, reader.Read(pcm));
        return [.. pcm.Where((_, i) => i % reader.Format.Channels == channel)];
    }

    public static byte[] Stereo(int rate, short[] left, short[] right)
    {
        using var stream = new MemoryStream();
        using (var writer = new WavWriter(stream, rate, 2))
            for (int i = 0; i < left.Length; i++) writer.Write([left[i], right[i]]);
        return stream.ToArray();
    }
}
