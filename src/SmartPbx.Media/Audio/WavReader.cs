using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace SmartPbx.Media.Audio;

/// <summary>Reads a 16-bit PCM WAV in pieces. Does not own the stream.</summary>
public sealed class WavReader
{
    private readonly Stream _stream;
    private long _bytesLeft;

    private WavReader(Stream stream, WavFormat format)
    {
        _stream = stream;
        Format = format;
        _bytesLeft = format.DataBytes;
    }

    /// <summary>Rate, channels and length.</summary>
    public WavFormat Format { get; }

    /// <summary>Opens a seekable stream at its beginning.</summary>
    /// <returns>False when it is no 16-bit PCM WAV with one or two channels.</returns>
    public static bool TryOpen(Stream stream, [NotNullWhen(true)] out WavReader? reader)
    {
        reader = WavFormat.TryReadHeader(stream, out WavFormat format) ? new WavReader(stream, format) : null;
        return reader is not null;
    }

    /// <summary>Reads interleaved samples.</summary>
    /// <returns>Samples read; 0 at the end.</returns>
    public int Read(Span<short> pcm)
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(pcm);
        bytes = bytes[..(int)Math.Min(bytes.Length, _bytesLeft)];
        int read = _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) & ~1;
        _bytesLeft -= read;
        return read / sizeof(short);
    }
}
