using Microsoft.Win32.SafeHandles;

namespace SmartPbx.Embedded.Blobs;

/// <summary>The plain text of a blob, or a part of it, as a seekable stream; decrypts one record at a time. Keeps reading the version it opened.</summary>
internal sealed class BlobReadStream : Stream
{
    private readonly SafeFileHandle _file;
    private readonly BlobCipher _cipher;
    private readonly BlobRecords _records;
    private readonly long _start;
    private readonly byte[] _sealed = new byte[BlobCipher.MaxRecordBytes + BlobCipher.RecordOverheadBytes];
    private readonly byte[] _plain = new byte[BlobCipher.MaxRecordBytes];
    private int _loaded = -1;
    private long _position;

    /// <summary>Takes over the file and the cipher.</summary>
    public BlobReadStream(SafeFileHandle file, BlobCipher cipher, long offset, long? length)
    {
        (_file, _cipher, _records) = (file, cipher, new BlobRecords(file));
        _start = Math.Min(offset, _records.Length);
        Length = Math.Min(length ?? long.MaxValue, _records.Length - _start);
    }

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length { get; }

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, Math.Max(0, Length - _position));
        if (wanted == 0) return 0;

        var at = _start + _position;
        var number = _records.Holding(at);
        Load(number);
        var record = _records[number];
        var skip = (int)(at - record.PlainStart);
        var read = Math.Min(wanted, record.PlainBytes - skip);
        _plain.AsSpan(skip, read).CopyTo(buffer);
        _position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cipher.Dispose();
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Load(int number)
    {
        if (_loaded == number) return;
        var record = _records[number];
        var sealedRecord = _sealed.AsSpan(0, record.PlainBytes + BlobCipher.RecordOverheadBytes);
        var read = 0;
        while (read < sealedRecord.Length && RandomAccess.Read(_file, sealedRecord[read..], record.FileOffset + read) is > 0 and var more) read += more;
        _cipher.Unseal(number, sealedRecord, _plain.AsSpan(0, record.PlainBytes));
        _loaded = number;
    }
}
