using System.Globalization;
using System.Text;

namespace SmartPbx.Sip.Authentication;

/// <summary>An Authorization or Proxy-Authorization value (RFC 7616 §3.4).</summary>
public sealed record DigestCredentials(string Username, string Realm, string Nonce, string Uri, string Response)
{
    private const int NonceCountDigits = 8;

    public DigestAlgorithm Algorithm { get; init; }

    public string? Qop { get; init; }

    /// <summary>Nonce count; 0 without qop.</summary>
    public uint NonceCount { get; init; }

    public string? ClientNonce { get; init; }

    public string? Opaque { get; init; }

    /// <summary><c>false</c> for another scheme, an unknown algorithm, or a missing or malformed field.</summary>
    public static bool TryParse(string text, out DigestCredentials credentials)
    {
        credentials = new DigestCredentials("", "", "", "", "");
        var fields = DigestFields.Read(text);
        if (fields is null || !fields.TryGetValue("username", out string? username) || !fields.TryGetValue("realm", out string? realm)
            || !fields.TryGetValue("nonce", out string? nonce) || !fields.TryGetValue("uri", out string? uri)
            || !fields.TryGetValue("response", out string? response)
            || !DigestFields.TryAlgorithm(fields.GetValueOrDefault("algorithm"), out var algorithm)
            || !TryNonceCount(fields, out uint nonceCount))
            return false;
        credentials = new DigestCredentials(username, realm, nonce, uri, response.ToLowerInvariant())
        {
            Algorithm = algorithm,
            Qop = fields.GetValueOrDefault("qop")?.ToLowerInvariant(),
            NonceCount = nonceCount,
            ClientNonce = fields.GetValueOrDefault("cnonce"),
            Opaque = fields.GetValueOrDefault("opaque"),
        };
        return true;
    }

    public override string ToString()
    {
        var builder = new StringBuilder(320);
        DigestFields.AppendQuoted(builder, "username", Username);
        DigestFields.AppendQuoted(builder, "realm", Realm);
        DigestFields.AppendQuoted(builder, "nonce", Nonce);
        DigestFields.AppendQuoted(builder, "uri", Uri);
        DigestFields.AppendQuoted(builder, "response", Response);
        DigestFields.AppendToken(builder, "algorithm", DigestFields.NameOf(Algorithm));
        DigestFields.AppendQuoted(builder, "cnonce", ClientNonce);
        DigestFields.AppendQuoted(builder, "opaque", Opaque);
        DigestFields.AppendToken(builder, "qop", Qop);
        DigestFields.AppendToken(builder, "nc", Qop is null ? null : NonceCount.ToString("x8", CultureInfo.InvariantCulture));
        return builder.ToString();
    }

    // nc and cnonce come with qop and only with it (RFC 7616 §3.4).
    private static bool TryNonceCount(Dictionary<string, string> fields, out uint nonceCount)
    {
        nonceCount = 0;
        if (!fields.ContainsKey("qop"))
            return true;
        return fields.ContainsKey("cnonce") && fields.TryGetValue("nc", out string? text) && text.Length == NonceCountDigits
            && uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out nonceCount);
    }
}
