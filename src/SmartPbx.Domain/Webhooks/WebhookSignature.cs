using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SmartPbx.Domain.Webhooks;

/// <summary>
/// Header <c>X-SmartPBX-Signature: t={unix seconds},v1={hex HMAC-SHA256(secret, "{t}." + body)}</c>. The receiver recomputes it and refuses an old timestamp.
/// </summary>
public static class WebhookSignature
{
    public const string HeaderName = "X-SmartPBX-Signature";

    /// <summary>The header's value.</summary>
    public static string Sign(ReadOnlySpan<byte> secret, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={seconds},v1={Hmac(secret, seconds, body)}";
    }

    /// <summary>Whether the header signs this body and is at most <paramref name="tolerance"/> old.</summary>
    public static bool Verify(ReadOnlySpan<byte> secret, string header, ReadOnlySpan<byte> body, DateTimeOffset now, TimeSpan tolerance)
    {
        var comma = header.IndexOf(",v1=", StringComparison.Ordinal);
        if (!header.StartsWith("t=", StringComparison.Ordinal) || comma < 0) return false;
        var seconds = header[2..comma];
        if (!long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var unix)) return false;
        if (Math.Abs(now.ToUnixTimeSeconds() - unix) > tolerance.TotalSeconds) return false;
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(header[(comma + 4)..]), Encoding.ASCII.GetBytes(Hmac(secret, seconds, body)));
    }

    private static string Hmac(ReadOnlySpan<byte> secret, string seconds, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hmac.AppendData(Encoding.ASCII.GetBytes(seconds + "."));
        hmac.AppendData(body);
        return Convert.ToHexStringLower(hmac.GetHashAndReset());
    }
}
