using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace SmartPbx.Sip.Authentication;

/// <summary>
/// Stateless nonces: hex of <c>time in ms (8 bytes) | salt (8) | witness (8) | HMAC-SHA256(key, what stands before | realm), first 16 bytes</c>. Whoever
/// has the key can check one that another process made; the realm is part of it, so tenants do not share nonces. The witness is an HMAC over the address
/// that was challenged: who shows the nonce from there has received it there. It is no condition of the nonce, since addresses change behind a NAT.
/// </summary>
internal static class DigestNonce
{
    private const int TimeBytes = 8;
    private const int SaltBytes = 8;
    private const int WitnessBytes = 8;
    private const int SeedBytes = TimeBytes + SaltBytes;
    private const int MacAt = SeedBytes + WitnessBytes;
    private const int MacBytes = 16;
    private const int Bytes = MacAt + MacBytes;

    /// <param name="address">Who is challenged; <c>null</c>: the nonce will prove nobody's address.</param>
    public static string Create(byte[] key, string realm, IPAddress? address, DateTimeOffset now, SipTokens tokens)
    {
        Span<byte> nonce = stackalloc byte[Bytes];
        BinaryPrimitives.WriteInt64BigEndian(nonce, now.ToUnixTimeMilliseconds());
        tokens.Fill(nonce.Slice(TimeBytes, SaltBytes));
        Witness(key, address, nonce[..SeedBytes], nonce[SeedBytes..MacAt]);
        Mac(key, [.. nonce[..MacAt], .. Encoding.UTF8.GetBytes(realm)], nonce[MacAt..]);
        return Convert.ToHexStringLower(nonce);
    }

    /// <summary><c>false</c> when this key did not make the nonce for this realm.</summary>
    public static bool TryRead(byte[] key, string realm, string nonce, out DateTimeOffset created)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        return TryRead(key, realm, nonce, bytes, out created);
    }

    /// <summary>Whether this key made the nonce for this realm, in answer to this address.</summary>
    public static bool WasGivenTo(byte[] key, string realm, string nonce, IPAddress address, out DateTimeOffset created)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        if (!TryRead(key, realm, nonce, bytes, out created))
            return false;
        Span<byte> witness = stackalloc byte[WitnessBytes];
        Witness(key, address, bytes[..SeedBytes], witness);
        return CryptographicOperations.FixedTimeEquals(witness, bytes[SeedBytes..MacAt]);
    }

    private static bool TryRead(byte[] key, string realm, string nonce, Span<byte> bytes, out DateTimeOffset created)
    {
        created = default;
        if (nonce.Length != Bytes * 2 || Convert.FromHexString(nonce, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
            return false;
        Span<byte> mac = stackalloc byte[MacBytes];
        Mac(key, [.. bytes[..MacAt], .. Encoding.UTF8.GetBytes(realm)], mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, bytes[MacAt..]))
            return false;
        created = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes));
        return true;
    }

    private static void Witness(byte[] key, IPAddress? address, ReadOnlySpan<byte> seed, Span<byte> witness)
    {
        if (address is null)
            witness.Clear();
        else
            Mac(key, [.. seed, .. address.GetAddressBytes()], witness);
    }

    private static void Mac(byte[] key, byte[] message, Span<byte> mac) => HMACSHA256.HashData(key, message).AsSpan(0, mac.Length).CopyTo(mac);
}
