using System.Collections.Concurrent;
using System.Diagnostics;

namespace SmartPbx.TestKit.Audio;

/// <summary>Speech from the command-line voices of Debian, as 8 kHz PCM: flite for callers, espeak-ng for an independent rendering of the agent.</summary>
public static class Voices
{
    private static readonly ConcurrentDictionary<(string Voice, string Text), Task<short[]>> Rendered = new();

    /// <summary>Voices that pocketsphinx' acoustic model was measured with.</summary>
    public static readonly string[] Callers = ["slt", "rms", "awb"];

    /// <summary>A caller's sentence by a flite voice.</summary>
    public static Task<short[]> FliteAsync(string voice, string text) =>
        Rendered.GetOrAdd((voice, text), key => RenderAsync("flite", file => ["-voice", key.Voice, "-t", key.Text, "-o", file]));

    /// <summary>A sentence as the agent should speak it.</summary>
    public static Task<short[]> EspeakAsync(string voice, string text, int wordsPerMinute) =>
        Rendered.GetOrAdd(($"espeak:{voice}:{wordsPerMinute}", text),
            key => RenderAsync("espeak-ng", file => ["-v", voice, "-s", $"{wordsPerMinute}", "-w", file, key.Text]));

    private static async Task<short[]> RenderAsync(string program, Func<string, string[]> arguments)
    {
        var file = Path.Combine(Path.GetTempPath(), $"smartpbx-voice-{Guid.NewGuid():n}.wav");
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments(file)) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0) throw new InvalidOperationException($"{program} failed: {await error}");
            var wave = WaveFile.Read(await File.ReadAllBytesAsync(file));
            return Resampling.To(wave.Channel(0), wave.SampleRateHz, 8000);
        }
        finally { File.Delete(file); }
    }

    /// <summary>First and last sample above the level of sound.</summary>
    public static (int Start, int End) VoicedSpan(short[] pcm, int threshold = 400)
    {
        var start = Array.FindIndex(pcm, s => Math.Abs((int)s) > threshold);
        var end = Array.FindLastIndex(pcm, s => Math.Abs((int)s) > threshold);
        return start < 0 ? (0, 0) : (start, end + 1);
    }
}
