namespace SmartPbx.MediaEdge.Spool;

/// <summary>Whole lines of a segment that may still grow; a last line without its end is not given, because it is still being written.</summary>
internal sealed class SpoolLines : IAsyncDisposable
{
    private const int BlockBytes = 64 * 1024;
    private readonly FileStream _file;
    private byte[] _buffer = new byte[BlockBytes];
    private int _start;
    private int _end;

    public SpoolLines(string path, long offset)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0) { Position = offset };
        Offset = offset;
    }

    /// <summary>Just behind the last line given.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether the next line can be had without reading the file.</summary>
    public bool HasMoreBuffered => _buffer.AsSpan(_start, _end - _start).Contains((byte)'\n');

    /// <summary>The next line, valid until the next call; null at the end of what is written by now.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        for (;;)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = _buffer.AsMemory(_start, length);
                _start += length + 1;
                Offset += length + 1;
                return line;
            }
            if (!await FillAsync(cancellationToken)) return null;
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = await _file.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }
}
