using System.Buffers.Binary;

namespace SmartPbx.TestKit.Audio;

/// <summary>16-bit PCM WAV files, whole in memory.</summary>
public sealed record WaveFile(int SampleRateHz, int Channels, short[] Interleaved)
{
    public static WaveFile Read(byte[] bytes)
    {
        var (rate, channels) = (0, 0);
        for (var at = 12; at + 8 <= bytes.Length;)
        {
            var id = System.Text.Encoding.ASCII.GetString(bytes, at, 4);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 4));
            if (id == "fmt ") (channels, rate) = (BitConverter.ToInt16(bytes, at + 10), BitConverter.ToInt32(bytes, at + 12));
            if (id == "data")
            {
                var available = (int)Math.Min(length, bytes.Length - at - 8); // a streamed header may claim more than there is
                var pcm = new short[available / 2];
                Buffer.BlockCopy(bytes, at + 8, pcm, 0, pcm.Length * 2);
                return new WaveFile(rate, channels, pcm);
            }
            at += 8 + (int)length + ((int)length & 1);
        }
        throw new InvalidDataException("no data chunk in the WAV file");
    }

    public static byte[] Write(int sampleRateHz, int channels, ReadOnlySpan<short> pcm)
    {
        var bytes = new byte[44 + pcm.Length * 2];
        var header = bytes.AsSpan();
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], 36 + pcm.Length * 2);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], (short)channels);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], sampleRateHz);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], sampleRateHz * channels * 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], (short)(channels * 2));
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], pcm.Length * 2);
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(pcm).CopyTo(header[44..]);
        return bytes;
    }

    public short[] Channel(int index) => [.. Enumerable.Range(0, Interleaved.Length / Channels).Select(i => Interleaved[i * Channels + index])];
}
