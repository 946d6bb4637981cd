using SmartPbx.Media.Audio;

namespace SmartPbx.Media.Recording;

/// <summary>Derives mono files from a two-channel recording, block by block: memory does not depend on the length of the call.</summary>
public static class RecordingSplitter
{
    private const int BlockFrames = 4096;

    /// <summary>Writes the mono WAV of <paramref name="part"/>.</summary>
    /// <param name="recording">The two-channel WAV, seekable; read from its beginning, stays open.</param>
    /// <param name="part">Caller (channel 0), callee (channel 1) or both mixed with saturation.</param>
    /// <param name="destination">Receives header and samples in order; need not be seekable; stays open.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <exception cref="InvalidDataException">The recording is no two-channel 16-bit WAV.</exception>
    public static async Task WriteAsync(Stream recording, RecordingPart part, Stream destination, CancellationToken cancellationToken = default)
    {
        if (!WavFormat.TryReadHeader(recording, out WavFormat format) || format.Channels != 2)
            throw new InvalidDataException("not a two-channel 16-bit PCM WAV");
        var block = new byte[BlockFrames * format.BytesPerFrame];
        var mono = new byte[Math.Max(WavFormat.HeaderBytes, block.Length / 2)];
        long frames = format.DataBytes / format.BytesPerFrame;
        WavFormat.WriteHeader(mono, format.SampleRateHz, 1, frames * sizeof(short));
        await destination.WriteAsync(mono.AsMemory(0, WavFormat.HeaderBytes), cancellationToken).ConfigureAwait(false);
        while (frames > 0)
        {
            int take = (int)Math.Min(frames, BlockFrames);
            await recording.ReadExactlyAsync(block.AsMemory(0, take * format.BytesPerFrame), cancellationToken).ConfigureAwait(false);
            Extract(block.AsSpan(0, take * format.BytesPerFrame), part, mono);
            await destination.WriteAsync(mono.AsMemory(0, take * sizeof(short)), cancellationToken).ConfigureAwait(false);
            frames -= take;
        }
    }

    /// <summary>Bytes of the file that <see cref="WriteAsync"/> makes, for a Content-Length; -1 when the recording is none.</summary>
    public static long SizeOf(Stream recording) =>
        WavFormat.TryReadHeader(recording, out WavFormat format) && format.Channels == 2
            ? WavFormat.HeaderBytes + format.DataBytes / format.BytesPerFrame * sizeof(short)
            : -1;

    private static void Extract(ReadOnlySpan<byte> block, RecordingPart part, Span<byte> mono)
    {
        ReadOnlySpan<short> both = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(block);
        Span<short> one = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(mono);
        for (int frame = 0; frame < both.Length / 2; frame++)
        {
            short caller = both[2 * frame], callee = both[2 * frame + 1];
            one[frame] = part switch
            {
                RecordingPart.Caller => caller,
                RecordingPart.Callee => callee,
                _ => (short)Math.Clamp(caller + callee, short.MinValue, short.MaxValue),
            };
        }
    }
}
