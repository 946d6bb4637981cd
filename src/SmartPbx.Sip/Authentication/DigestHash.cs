using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SmartPbx.Sip.Authentication;

/// <summary>The computations of RFC 7616 §3.4.1. All results are lower-case hex.</summary>
public static class DigestHash
{
    /// <summary>H(username:realm:password): what a directory stores instead of the password.</summary>
    public static string Ha1(DigestAlgorithm algorithm, string username, string realm, string password) =>
        Hash(algorithm, Encoding.UTF8.GetBytes($"{username}:{realm}:{password}"));

    /// <summary>The response value; without qop that of RFC 2069. The body counts with qop=auth-int only.</summary>
    public static string Response(DigestCredentials credentials, string ha1, string method, ReadOnlySpan<byte> body)
    {
        string a2 = $"{method}:{credentials.Uri}";
        if (credentials.Qop == "auth-int")
            a2 += ":" + Hash(credentials.Algorithm, body);
        string ha2 = Hash(credentials.Algorithm, Encoding.UTF8.GetBytes(a2));
        string text = credentials.Qop is null
            ? $"{ha1}:{credentials.Nonce}:{ha2}"
            : string.Create(CultureInfo.InvariantCulture,
                $"{ha1}:{credentials.Nonce}:{credentials.NonceCount:x8}:{credentials.ClientNonce}:{credentials.Qop}:{ha2}");
        return Hash(credentials.Algorithm, Encoding.UTF8.GetBytes(text));
    }

    // MD5 is broken as a hash, yet most phones know nothing else (RFC 8760 §1); SHA-256 is offered first.
#pragma warning disable CA5351
    private static string Hash(DigestAlgorithm algorithm, ReadOnlySpan<byte> bytes) => algorithm == DigestAlgorithm.Sha256
        ? Convert.ToHexStringLower(SHA256.HashData(bytes))
        : Convert.ToHexStringLower(MD5.HashData(bytes));
#pragma warning restore CA5351
}
