using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace SmartPbx.Embedded.Blobs;

/// <summary>Where the whole records of a blob's file stand. A torn record at the end (the process died while appending) does not count.</summary>
internal sealed class BlobRecords
{
    private readonly List<BlobRecord> _records = [];

    /// <summary>Reads the record lengths; throws <see cref="InvalidDataException"/> on a length that no record has.</summary>
    public BlobRecords(SafeFileHandle file)
    {
        var fileBytes = RandomAccess.GetLength(file);
        End = BlobCipher.HeaderBytes;
        Span<byte> length = stackalloc byte[BlobCipher.LengthBytes];
        while (End + BlobCipher.RecordOverheadBytes <= fileBytes && RandomAccess.Read(file, length, End) == length.Length)
        {
            var plainBytes = BinaryPrimitives.ReadInt32LittleEndian(length);
            if (plainBytes is < 0 or > BlobCipher.MaxRecordBytes) throw new InvalidDataException($"the blob is damaged at byte {End}");
            if (plainBytes == 0 || End + BlobCipher.RecordOverheadBytes + plainBytes > fileBytes) break;
            _records.Add(new BlobRecord(Length, End, plainBytes));
            Length += plainBytes;
            End += BlobCipher.RecordOverheadBytes + plainBytes;
        }
    }

    public int Count => _records.Count;

    /// <summary>Bytes of plain text.</summary>
    public long Length { get; }

    /// <summary>Byte of the file after the last whole record.</summary>
    public long End { get; }

    public BlobRecord this[int number] => _records[number];

    /// <summary>Number of the record that holds this byte of plain text, which must exist.</summary>
    public int Holding(long position)
    {
        var (low, high) = (0, _records.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_records[middle].PlainStart <= position) low = middle;
            else high = middle - 1;
        }

        return low;
    }
}
