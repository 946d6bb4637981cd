using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace SmartPbx.TestKit.Sip;

/// <summary>Answers a digest challenge (RFC 7616) with qop=auth, MD5 or SHA-256.</summary>
internal static partial class DigestAnswer
{
    public static string To(string challenge, string method, string uri, string user, string password)
    {
        var realm = Value(challenge, "realm");
        var nonce = Value(challenge, "nonce");
        var algorithm = Value(challenge, "algorithm") is { Length: > 0 } named ? named : "MD5";
        var opaque = Value(challenge, "opaque");
        const string nc = "00000001", cnonce = "7d8f2a11c0";
        string H(string text) => Convert.ToHexStringLower(algorithm == "SHA-256" ? SHA256.HashData(Encoding.UTF8.GetBytes(text)) : Md5(text));
        var response = H($"{H($"{user}:{realm}:{password}")}:{nonce}:{nc}:{cnonce}:auth:{H($"{method}:{uri}")}");
        return $"Digest username=\"{user}\",realm=\"{realm}\",nonce=\"{nonce}\",uri=\"{uri}\",response=\"{response}\",algorithm={algorithm}," +
               $"qop=auth,nc={nc},cnonce=\"{cnonce}\"" + (opaque.Length > 0 ? $",opaque=\"{opaque}\"" : "");
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "RFC 7616 digest with the algorithm the server offers")]
    private static byte[] Md5(string text) => MD5.HashData(Encoding.UTF8.GetBytes(text));

    private static string Value(string challenge, string name) =>
        Regex.Match(challenge, $@"[\s,]{name}=(?:""([^""]*)""|([^,\s]+))", RegexOptions.IgnoreCase) is { Success: true } m
            ? m.Groups[1].Success ? m.Groups[1].Value : m.Groups[2].Value : "";
}
