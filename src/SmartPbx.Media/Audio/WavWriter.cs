using System.Runtime.InteropServices;

namespace SmartPbx.Media.Audio;

/// <summary>Writes 16-bit PCM as WAV in pieces. Completes the header at disposal when the stream can seek. Does not own the stream.</summary>
public sealed class WavWriter : IDisposable
{
    private readonly Stream _stream;
    private readonly int _sampleRateHz;
    private readonly int _channels;
    private readonly long _start;
    private long _dataBytes;
    private bool _closed;

    /// <param name="stream">Receives header and samples.</param>
    /// <param name="sampleRateHz">Samples per second of each channel.</param>
    /// <param name="channels">1 or 2; samples of channels are interleaved.</param>
    public WavWriter(Stream stream, int sampleRateHz, int channels)
    {
        _stream = stream;
        _sampleRateHz = sampleRateHz;
        _channels = channels;
        _start = stream.CanSeek ? stream.Position : 0;
        WriteHeader();
    }

    /// <summary>Appends samples.</summary>
    public void Write(ReadOnlySpan<short> pcm)
    {
        _stream.Write(MemoryMarshal.AsBytes(pcm));
        _dataBytes += pcm.Length * sizeof(short);
    }

    /// <summary>Completes the header; the stream stays open at its end.</summary>
    public void Dispose()
    {
        if (_closed) return;
        _closed = true;
        if (!_stream.CanSeek) return;
        long end = _stream.Position;
        _stream.Position = _start;
        WriteHeader();
        _stream.Position = end;
        _stream.Flush();
    }

    private void WriteHeader()
    {
        Span<byte> header = stackalloc byte[WavFormat.HeaderBytes];
        WavFormat.WriteHeader(header, _sampleRateHz, _channels, _dataBytes);
        _stream.Write(header);
    }
}
