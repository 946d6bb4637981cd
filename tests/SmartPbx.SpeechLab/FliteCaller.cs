using System.Buffers;
using System.Diagnostics;
using SmartPbx.Media.Codecs;

namespace SmartPbx.SpeechLab;

/// <summary>A caller's voice as it arrives from the telephone: flite at 16 kHz, reduced to 8 kHz and coded in G.711 µ-law and back, silence around it.</summary>
public static class FliteCaller
{
    public const int SampleRateHz = 8000;
    private const int FliteRateHz = 16_000;
    private const int WavHeaderBytes = 44;
    private const int SilenceMs = 300;

    public static short[] Say(string text, string voice)
    {
        var file = Path.GetTempFileName();
        try
        {
            using (var flite = Process.Start("flite", ["-voice", voice, "-t", text, "-o", file]))
                flite.WaitForExit();
            return Telephone(File.ReadAllBytes(file).AsSpan(WavHeaderBytes));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static short[] Telephone(Span<byte> pcm)
    {
        var narrow = new ArrayBufferWriter<short>();
        var resampler = new ResamplingWriter(FliteRateHz, SampleRateHz);
        resampler.Write(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(pcm), narrow);
        resampler.Flush(narrow);
        var silence = new short[SilenceMs * SampleRateHz / 1000];
        return [.. silence, .. narrow.WrittenSpan.ToArray().Select(MuLaw), .. silence];
    }

    // G.711 µ-law, there and back: the 8-bit code keeps the segment and 4 bits of the magnitude.
    private static short MuLaw(short sample)
    {
        const int bias = 0x84;
        var magnitude = Math.Min(Math.Abs((int)sample), 32635) + bias;
        var segment = Math.Max(0, 31 - System.Numerics.BitOperations.LeadingZeroCount((uint)magnitude) - 7);
        var mantissa = (magnitude >> (segment + 3)) & 0x0f;
        var decoded = (((mantissa << 3) + bias) << segment) - bias;
        return (short)(sample < 0 ? -decoded : decoded);
    }
}
