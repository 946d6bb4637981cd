using System.Security.Cryptography;
using System.Text;

namespace SmartPbx.Demo;

/// <summary>Checks the signature as a tenant's server would: header <c>t=…,v1=…</c>, HMAC-SHA256 over <c>{t}.{body}</c>.</summary>
internal static class WebhookCheck
{
    public const string Header = "X-SmartPBX-Signature";

    public static bool IsSigned(string secret, string header, byte[] body)
    {
        var parts = header.Split(',').Select(p => p.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1]);
        if (!parts.TryGetValue("t", out var time) || !parts.TryGetValue("v1", out var signature)) return false;
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(time + ".").Concat(body).ToArray());
        return CryptographicOperations.FixedTimeEquals(expected, Convert.FromHexString(signature));
    }
}
