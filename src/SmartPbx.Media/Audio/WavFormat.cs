using System.Buffers.Binary;

namespace SmartPbx.Media.Audio;

/// <summary>
/// Shape of a 16-bit PCM WAV file. We write the plain 44-byte header (RIFF, fmt of 16 bytes, data) that every reader understands, and read
/// files with other chunks before the data too.
/// </summary>
/// <param name="SampleRateHz">Samples per second of each channel.</param>
/// <param name="Channels">1 or 2.</param>
/// <param name="DataOffset">Where the samples begin.</param>
/// <param name="DataBytes">Bytes of samples according to the header; 0 in a file whose writer was killed.</param>
public readonly record struct WavFormat(int SampleRateHz, int Channels, long DataOffset, long DataBytes)
{
    /// <summary>Bytes of the header we write.</summary>
    public const int HeaderBytes = 44;

    private const int MaxChunksBeforeData = 32;

    /// <summary>Bytes of one sample of every channel.</summary>
    public int BytesPerFrame => Channels * sizeof(short);

    /// <summary>Length of the audio according to the header.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)(DataBytes / BytesPerFrame) / SampleRateHz);

    /// <summary>Composes a header for <paramref name="dataBytes"/> of samples.</summary>
    public static void WriteHeader(Span<byte> header, int sampleRateHz, int channels, long dataBytes)
    {
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], Size(dataBytes + HeaderBytes - 8));
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1); // PCM
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], (short)channels);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], sampleRateHz);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], sampleRateHz * channels * sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], (short)(channels * sizeof(short)));
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[40..], Size(dataBytes));
    }

    /// <summary>Reads the header from the beginning of a seekable stream and leaves it at the first sample.</summary>
    /// <returns>False when this is no 16-bit PCM WAV with one or two channels.</returns>
    public static bool TryReadHeader(Stream stream, out WavFormat format)
    {
        format = default;
        Span<byte> head = stackalloc byte[16];
        stream.Position = 0;
        if (!TryFill(stream, head[..12]) || !head[..4].SequenceEqual("RIFF"u8) || !head[8..12].SequenceEqual("WAVE"u8)) return false;
        int rate = 0, channels = 0;
        for (int chunk = 0; chunk < MaxChunksBeforeData && TryFill(stream, head[..8]); chunk++)
        {
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (head[..4].SequenceEqual("data"u8))
            {
                format = new WavFormat(rate, channels, stream.Position, Math.Min(size, stream.Length - stream.Position));
                return rate > 0;
            }
            long next = stream.Position + size + (size & 1);
            if (head[..4].SequenceEqual("fmt "u8) && !TryReadShape(stream, head, out rate, out channels)) return false;
            stream.Position = next;
        }
        return false;
    }

    /// <summary>Writes the sizes into the header of a file that holds <paramref name="dataBytes"/> of samples.</summary>
    public void WriteSizes(FileStream file, long dataBytes)
    {
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(size, Size(DataOffset + dataBytes - 8));
        file.Position = 4;
        file.Write(size);
        BinaryPrimitives.WriteUInt32LittleEndian(size, Size(dataBytes));
        file.Position = DataOffset - 4;
        file.Write(size);
        file.Flush();
    }

    private static bool TryReadShape(Stream stream, Span<byte> shape, out int rate, out int channels)
    {
        rate = channels = 0;
        if (!TryFill(stream, shape[..16])) return false;
        channels = BinaryPrimitives.ReadInt16LittleEndian(shape[2..]);
        rate = BinaryPrimitives.ReadInt32LittleEndian(shape[4..]);
        ushort encoding = BinaryPrimitives.ReadUInt16LittleEndian(shape), bits = BinaryPrimitives.ReadUInt16LittleEndian(shape[14..]);
        return encoding is 1 or 0xFFFE && bits == 16 && channels is 1 or 2 && rate is > 0 and <= 192_000;
    }

    private static bool TryFill(Stream stream, Span<byte> bytes) => stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;

    private static uint Size(long bytes) => (uint)Math.Min(bytes, uint.MaxValue);
}
