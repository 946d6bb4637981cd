namespace SmartPbx.Embedded.Blobs;

/// <summary>Place of one record.</summary>
/// <param name="PlainStart">Byte of plain text with which it begins.</param>
/// <param name="FileOffset">Byte of the file at which it begins.</param>
/// <param name="PlainBytes">Its plain text.</param>
internal readonly record struct BlobRecord(long PlainStart, long FileOffset, int PlainBytes);
