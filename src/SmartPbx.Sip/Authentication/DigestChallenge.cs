using System.Text;

namespace SmartPbx.Sip.Authentication;

/// <summary>A WWW-Authenticate or Proxy-Authenticate value (RFC 7616 §3.3).</summary>
public sealed record DigestChallenge(string Realm, string Nonce, DigestAlgorithm Algorithm)
{
    public string? Opaque { get; init; }

    public bool IsStale { get; init; }

    /// <summary>Offered qualities; empty for a server of RFC 2069.</summary>
    public IReadOnlyList<string> Qop { get; init; } = ["auth"];

    /// <summary><c>false</c> for another scheme, an unknown algorithm or a missing realm or nonce.</summary>
    public static bool TryParse(string text, out DigestChallenge challenge)
    {
        challenge = new DigestChallenge("", "", DigestAlgorithm.Md5);
        var fields = DigestFields.Read(text);
        if (fields is null || !fields.TryGetValue("realm", out string? realm) || !fields.TryGetValue("nonce", out string? nonce)
            || !DigestFields.TryAlgorithm(fields.GetValueOrDefault("algorithm"), out var algorithm))
            return false;
        challenge = new DigestChallenge(realm, nonce, algorithm)
        {
            Opaque = fields.GetValueOrDefault("opaque"),
            IsStale = fields.GetValueOrDefault("stale")?.Equals("true", StringComparison.OrdinalIgnoreCase) == true,
            Qop = fields.GetValueOrDefault("qop")?.ToLowerInvariant()
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
        };
        return true;
    }

    public override string ToString()
    {
        var builder = new StringBuilder(192);
        DigestFields.AppendQuoted(builder, "realm", Realm);
        DigestFields.AppendQuoted(builder, "nonce", Nonce);
        DigestFields.AppendQuoted(builder, "opaque", Opaque);
        DigestFields.AppendToken(builder, "stale", IsStale ? "true" : null);
        DigestFields.AppendToken(builder, "algorithm", DigestFields.NameOf(Algorithm));
        DigestFields.AppendQuoted(builder, "qop", Qop.Count == 0 ? null : string.Join(',', Qop));
        return builder.ToString();
    }
}
