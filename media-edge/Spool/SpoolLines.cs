using System.Text;

namespace SmartPbx.MediaEdge.Spool;

/// <summary>Whole lines of a segment from an offset on; a last line without its end is not given, because it is still being written.</summary>
internal sealed class SpoolLines(Stream file, long offset)
{
    private const int BlockBytes = 64 * 1024;
    private byte[] _buffer = new byte[BlockBytes];
    private int _start;
    private int _end;
    private bool _positioned;

    /// <summary>Just behind the last line given.</summary>
    public long Offset { get; private set; } = offset;

    /// <summary>Whether the next line can be had without reading the file.</summary>
    public bool HasMoreBuffered => _buffer.AsSpan(_start, _end - _start).Contains((byte)'\n');

    /// <summary>The next line; null at the end of what is written.</summary>
    public async ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!_positioned) file.Position = Offset;
        _positioned = true;
        for (;;)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = Encoding.UTF8.GetString(_buffer, _start, length);
                _start += length + 1;
                Offset += length + 1;
                return line;
            }
            if (!await FillAsync(cancellationToken)) return null;
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = await file.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }
}
