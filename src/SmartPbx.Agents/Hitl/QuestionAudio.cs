using System.Runtime.InteropServices;
using SmartPbx.Media.Audio;

namespace SmartPbx.Agents.Hitl;

/// <summary>The caller's question as a file that an operator can play.</summary>
internal static class QuestionAudio
{
    /// <summary>A mono 16-bit WAV, positioned at its beginning.</summary>
    public static MemoryStream ToWav(ReadOnlySpan<short> pcm, int sampleRateHz)
    {
        var bytes = new byte[WavFormat.HeaderBytes + pcm.Length * sizeof(short)];
        WavFormat.WriteHeader(bytes, sampleRateHz, channels: 1, pcm.Length * sizeof(short));
        MemoryMarshal.AsBytes(pcm).CopyTo(bytes.AsSpan(WavFormat.HeaderBytes));
        return new MemoryStream(bytes, writable: false);
    }
}
