using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SmartPbx.Sip.Authentication;

/// <summary>
/// Stateless nonces: hex of <c>time in ms (8 bytes) | salt (8) | HMAC-SHA256(key, time | salt | realm), first 16 bytes</c>. Whoever
/// has the key can check one that another process made; the realm is part of it, so tenants do not share nonces.
/// </summary>
internal static class DigestNonce
{
    private const int TimeBytes = 8;
    private const int SaltBytes = 8;
    private const int MacBytes = 16;
    private const int Bytes = TimeBytes + SaltBytes + MacBytes;

    public static string Create(byte[] key, string realm, DateTimeOffset now, SipTokens tokens)
    {
        Span<byte> nonce = stackalloc byte[Bytes];
        BinaryPrimitives.WriteInt64BigEndian(nonce, now.ToUnixTimeMilliseconds());
        tokens.Fill(nonce.Slice(TimeBytes, SaltBytes));
        Mac(key, realm, nonce[..(TimeBytes + SaltBytes)], nonce[(TimeBytes + SaltBytes)..]);
        return Convert.ToHexStringLower(nonce);
    }

    /// <summary><c>false</c> when this key did not make the nonce for this realm.</summary>
    public static bool TryRead(byte[] key, string realm, string nonce, out DateTimeOffset created)
    {
        created = default;
        if (nonce.Length != Bytes * 2)
            return false;
        Span<byte> bytes = stackalloc byte[Bytes];
        if (Convert.FromHexString(nonce, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
            return false;
        Span<byte> mac = stackalloc byte[MacBytes];
        Mac(key, realm, bytes[..(TimeBytes + SaltBytes)], mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, bytes[(TimeBytes + SaltBytes)..]))
            return false;
        created = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes));
        return true;
    }

    private static void Mac(byte[] key, string realm, ReadOnlySpan<byte> seed, Span<byte> mac)
    {
        byte[] message = [.. seed, .. Encoding.UTF8.GetBytes(realm)];
        HMACSHA256.HashData(key, message).AsSpan(0, MacBytes).CopyTo(mac);
    }
}
