using Microsoft.Win32.SafeHandles;

namespace SmartPbx.MediaEdge.Spool;

/// <summary>A file that grows by whole lines, each on disk when it is appended. Others may read it meanwhile. One thread at a time.</summary>
internal sealed class LineFile : IDisposable
{
    private readonly SafeFileHandle _file;

    /// <summary>Opens it. A half line, which a killed process left, is ended: it spoils no line but itself.</summary>
    public LineFile(string path, FileMode mode)
    {
        _file = File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.Read);
        Length = RandomAccess.GetLength(_file);
        Span<byte> last = [(byte)'\n'];
        if (Length > 0) RandomAccess.Read(_file, last, Length - 1);
        if (last[0] != '\n') Append(["\n"u8.ToArray()]);
    }

    /// <summary>Bytes of the lines appended.</summary>
    public long Length { get; private set; }

    /// <summary>Appends all of it, or nothing and throws <see cref="IOException"/>.</summary>
    public void Append(IReadOnlyList<ReadOnlyMemory<byte>> text)
    {
        try
        {
            RandomAccess.Write(_file, text, Length);
            RandomAccess.FlushToDisk(_file);
        }
        catch (IOException)
        {
            TakeBack();
            throw;
        }
        Length += text.Sum(piece => (long)piece.Length);
    }

    public void Dispose() => _file.Dispose();

    private void TakeBack()
    {
        try
        {
            RandomAccess.SetLength(_file, Length);
        }
        catch (IOException)
        {
            // The next lines are written over it; whoever reads before that skips what is no line.
        }
    }
}
