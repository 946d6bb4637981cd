using System.Diagnostics;
using SmartPbx.Media.Audio;
using SmartPbx.Media.Codecs;

namespace SmartPbx.Media.Tests.TestKit;

/// <summary>Real speech for tests, spoken by flite.</summary>
internal static class SynthesisedSpeech
{
    public static string? Program { get; } = new[] { "/usr/bin/flite", "/usr/local/bin/flite" }.FirstOrDefault(File.Exists);

    public static short[] Speak(string text, int rateHz, string voice = "slt")
    {
        string path = Path.Combine(Path.GetTempPath(), $"speech-{Guid.NewGuid():n}.wav");
        try
        {
            using Process process = Process.Start(Program!, ["-voice", voice, "-t", text, "-o", path]);
            Assert.True(process.WaitForExit(Deadline.Default));
            using FileStream file = File.OpenRead(path);
            Assert.True(WavReader.TryOpen(file, out WavReader? reader));
            var pcm = new short[reader.Format.DataBytes / 2];
            reader.Read(pcm);
            var resampler = new Resampler(reader.Format.SampleRateHz, rateHz);
            var output = new short[resampler.MaxOutput(pcm.Length)];
            return output[..resampler.Process(pcm, output)];
        }
        finally
        {
            File.Delete(path);
        }
    }
}
