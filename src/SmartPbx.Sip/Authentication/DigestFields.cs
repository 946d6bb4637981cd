using System.Text;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Authentication;

/// <summary><c>Digest name=value, name="value"</c> (RFC 7616 §3.3, §3.4): the fields behind the scheme, names in lower case.</summary>
internal static class DigestFields
{
    private const string Scheme = "Digest";
    private const int MaxFields = 32;

    /// <summary><c>null</c> for another scheme, a repeated field, or text that is not of this form.</summary>
    public static Dictionary<string, string>? Read(string text)
    {
        if (text.Length <= Scheme.Length || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || !char.IsWhiteSpace(text[Scheme.Length]))
            return null;
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new SipListReader(Encoding.UTF8.GetBytes(text[Scheme.Length..]));
        while (reader.Next())
            if (fields.Count == MaxFields || !TryAdd(fields, reader.Value))
                return null;
        return fields;
    }

    public static void AppendQuoted(StringBuilder builder, string name, string? value)
    {
        if (value is not null)
            AppendName(builder, name).Append(SipEscaping.Quote(value));
    }

    public static void AppendToken(StringBuilder builder, string name, string? value)
    {
        if (value is not null)
            AppendName(builder, name).Append(value);
    }

    public static string NameOf(DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Sha256 ? "SHA-256" : "MD5";

    /// <summary>Absent means MD5 (RFC 7616 §3.3).</summary>
    public static bool TryAlgorithm(string? text, out DigestAlgorithm algorithm)
    {
        algorithm = text?.ToUpperInvariant() == "SHA-256" ? DigestAlgorithm.Sha256 : DigestAlgorithm.Md5;
        return text?.ToUpperInvariant() is null or "MD5" or "SHA-256";
    }

    private static bool TryAdd(Dictionary<string, string> fields, ReadOnlySpan<byte> item)
    {
        int equals = item.IndexOf((byte)'=');
        if (equals <= 0)
            return false;
        var name = SipGrammar.Trim(item[..equals]);
        var value = SipGrammar.Trim(item[(equals + 1)..]);
        if (!SipGrammar.IsToken(name) || value.IsEmpty)
            return false;
        if (value[0] == '"')
        {
            if (SipGrammar.QuotedLength(value) != value.Length)
                return false;
            return fields.TryAdd(Encoding.ASCII.GetString(name).ToLowerInvariant(), SipEscaping.Unquote(value[1..^1]));
        }
        return fields.TryAdd(Encoding.ASCII.GetString(name).ToLowerInvariant(), Encoding.UTF8.GetString(value));
    }

    private static StringBuilder AppendName(StringBuilder builder, string name) =>
        builder.Append(builder.Length == 0 ? Scheme + " " : ", ").Append(name).Append('=');
}
