using SmartPbx.Domain.Identity;

namespace SmartPbx.Embedded.Blobs;

/// <summary>Adds records to a blob's file.</summary>
internal sealed class BlobWriter : IDisposable
{
    private readonly FileStream _file;
    private readonly BlobCipher _cipher;
    private readonly IIdSource _random;
    private readonly byte[] _record = new byte[BlobCipher.MaxRecordBytes + BlobCipher.RecordOverheadBytes];
    private long _next;

    private BlobWriter(FileStream file, BlobCipher cipher, IIdSource random, long next) => (_file, _cipher, _random, _next) = (file, cipher, random, next);

    /// <summary>Begins a new file.</summary>
    public static BlobWriter Create(string path, ReadOnlySpan<byte> masterKey, TenantId tenant, IIdSource random)
    {
        var file = PrivateFiles.CreateFile(path);
        Span<byte> header = stackalloc byte[BlobCipher.HeaderBytes];
        var cipher = BlobCipher.Create(masterKey, tenant, random, header);
        file.Write(header);
        return new BlobWriter(file, cipher, random, next: 0);
    }

    /// <summary>Goes on after the last whole record of a file; what a crash left half written behind it is cut off.</summary>
    public static BlobWriter Append(string path, ReadOnlySpan<byte> masterKey, TenantId tenant, IIdSource random)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            Span<byte> header = stackalloc byte[BlobCipher.HeaderBytes];
            file.ReadExactly(header);
            var records = new BlobRecords(file.SafeFileHandle);
            file.SetLength(records.End);
            file.Position = records.End;
            return new BlobWriter(file, BlobCipher.Open(masterKey, tenant, header), random, records.Count);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>At most <see cref="BlobCipher.MaxRecordBytes"/>.</summary>
    public void WriteRecord(ReadOnlySpan<byte> plain)
    {
        if (plain.IsEmpty) return;
        _file.Write(_record.AsSpan(0, _cipher.Seal(_next++, plain, _random, _record)));
    }

    /// <summary>All that was written is on disk when this returns.</summary>
    public void Sync() => _file.Flush(flushToDisk: true);

    public void Dispose()
    {
        _cipher.Dispose();
        _file.Dispose();
    }
}
