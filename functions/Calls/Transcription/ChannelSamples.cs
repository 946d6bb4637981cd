using System.Runtime.InteropServices;
using SmartPbx.Media.Audio;

namespace SmartPbx.Functions.Calls.Transcription;

/// <summary>One channel of a two-channel recording as samples, for a recogniser that wants a whole file.</summary>
internal static class ChannelSamples
{
    /// <summary>Longer recordings are transcribed up to here: both channels of this length are 230 MB at 8 kHz.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromHours(2);

    private const int BlockFrames = 8192;

    /// <exception cref="InvalidDataException">The recording is no two-channel 16-bit WAV.</exception>
    public static async Task<(short[] Caller, short[] Callee, int SampleRateHz)> ReadAsync(Stream recording, CancellationToken cancellationToken)
    {
        if (!WavFormat.TryReadHeader(recording, out var format) || format.Channels != 2) throw new InvalidDataException("not a two-channel 16-bit PCM WAV");
        var frames = (int)Math.Min(format.DataBytes / format.BytesPerFrame, (long)(MaxDuration.TotalSeconds * format.SampleRateHz));
        var (caller, callee, block) = (new short[frames], new short[frames], new byte[BlockFrames * format.BytesPerFrame]);
        for (var done = 0; done < frames;)
        {
            var take = Math.Min(BlockFrames, frames - done);
            await recording.ReadExactlyAsync(block.AsMemory(0, take * format.BytesPerFrame), cancellationToken);
            Separate(block, caller.AsSpan(done, take), callee.AsSpan(done, take));
            done += take;
        }
        return (caller, callee, format.SampleRateHz);
    }

    private static void Separate(byte[] block, Span<short> caller, Span<short> callee)
    {
        var both = MemoryMarshal.Cast<byte, short>(block);
        for (var frame = 0; frame < caller.Length; frame++) (caller[frame], callee[frame]) = (both[2 * frame], both[2 * frame + 1]);
    }
}
