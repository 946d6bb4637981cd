using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SmartPbx.Domain;

namespace SmartPbx.Functions.Auth;

/// <summary>
/// JSON Web Signature, compact form (RFC 7515 §7.1), with HMAC-SHA256 and nothing else. The header is not read but compared: a token of any other header, be it
/// <c>none</c> or an RSA one meant to be checked with our key as a secret, is no token (RFC 8725 §3.1).
/// </summary>
internal static class JwsCodec
{
    public const int MaxTokenCharacters = 4096;

    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    public static string Sign<T>(T claims, ReadOnlySpan<byte> key)
    {
        var signed = $"{Header}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims, SmartPbxJson.Options))}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>The claims of a token that this key signed. Says nothing of who it is for or whether it is still good.</summary>
    public static bool TryVerify<T>(string token, ReadOnlySpan<byte> key, [NotNullWhen(true)] out T? claims) where T : class
    {
        claims = null;
        if (token.Length > MaxTokenCharacters || !token.StartsWith(Header, StringComparison.Ordinal)) return false;
        var dot = token.LastIndexOf('.');
        if (dot <= Header.Length || token[Header.Length] != '.' || !Ascii.IsValid(token)) return false;
        var expected = HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(token[..dot]));
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!TryDecode(token.AsSpan(dot + 1), given, out var length) || length != given.Length) return false;
        if (!CryptographicOperations.FixedTimeEquals(expected, given)) return false;
        claims = JsonSerializer.Deserialize<T>(Base64Url.DecodeFromChars(token.AsSpan(Header.Length + 1, dot - Header.Length - 1)), SmartPbxJson.Options);
        return claims is not null;
    }

    private static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes, out int length)
    {
        length = 0;
        return Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out length);
    }
}
