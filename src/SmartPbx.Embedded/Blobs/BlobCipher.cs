using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Embedded.Blobs;

/// <summary>
/// Encryption at rest, AES-256-GCM (NIST SP 800-38D). A blob's file is a header and records:
/// <code>
/// header   "SPBXBLB1" | salt (16 bytes)
/// record   length of the plain text (4 bytes, little endian, at most 64 KiB) | nonce (12) | cipher text | tag (16)
/// </code>
/// Every file has its own key, derived from the master key by its salt and its tenant (RFC 5869): a file copied into another tenant's folder does not open. A
/// record is bound to its place by the record number as associated data. Appending adds records and touches none that stand.
/// </summary>
internal sealed class BlobCipher : IDisposable
{
    public const int MaxRecordBytes = 64 * 1024;
    public const int HeaderBytes = 8 + SaltBytes;
    public const int LengthBytes = 4;
    public const int RecordOverheadBytes = LengthBytes + NonceBytes + TagBytes;

    private const int SaltBytes = 16;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private static ReadOnlySpan<byte> Magic => "SPBXBLB1"u8;

    private readonly AesGcm _aes;

    private BlobCipher(ReadOnlySpan<byte> masterKey, TenantId tenant, ReadOnlySpan<byte> salt)
    {
        Span<byte> key = stackalloc byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, masterKey, key, salt, Encoding.UTF8.GetBytes(tenant.Value));
        _aes = new AesGcm(key, TagBytes);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>A cipher for a new file, and the header to write at its beginning.</summary>
    public static BlobCipher Create(ReadOnlySpan<byte> masterKey, TenantId tenant, IIdSource random, Span<byte> header)
    {
        Magic.CopyTo(header);
        random.Fill(header[Magic.Length..]);
        return new BlobCipher(masterKey, tenant, header[Magic.Length..]);
    }

    /// <summary>The cipher of a file by its header. Throws <see cref="InvalidDataException"/> when it is none of ours.</summary>
    public static BlobCipher Open(ReadOnlySpan<byte> masterKey, TenantId tenant, ReadOnlySpan<byte> header) => header.StartsWith(Magic)
        ? new BlobCipher(masterKey, tenant, header[Magic.Length..])
        : throw new InvalidDataException("the file is no blob of this store");

    /// <summary>Makes a record; returns its length in bytes.</summary>
    public int Seal(long number, ReadOnlySpan<byte> plain, IIdSource random, Span<byte> record)
    {
        BinaryPrimitives.WriteInt32LittleEndian(record, plain.Length);
        var nonce = record.Slice(LengthBytes, NonceBytes);
        random.Fill(nonce);
        Span<byte> place = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(place, number);
        var sealedText = record.Slice(LengthBytes + NonceBytes, plain.Length);
        _aes.Encrypt(nonce, plain, sealedText, record.Slice(LengthBytes + NonceBytes + plain.Length, TagBytes), place);
        return RecordOverheadBytes + plain.Length;
    }

    /// <summary>Opens a whole record. Throws <see cref="InvalidDataException"/> when it was damaged or moved.</summary>
    public void Unseal(long number, ReadOnlySpan<byte> record, Span<byte> plain)
    {
        Span<byte> place = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(place, number);
        var sealedText = record[(LengthBytes + NonceBytes)..^TagBytes];
        try
        {
            _aes.Decrypt(record.Slice(LengthBytes, NonceBytes), sealedText, record[^TagBytes..], plain, place);
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new InvalidDataException($"record {number} of the blob is damaged", e);
        }
    }

    public void Dispose() => _aes.Dispose();
}
