using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace SmartPbx.Sip.Messages;

/// <summary>Percent escapes of URIs (RFC 3261 §19.1.2) and quoted strings of headers (§25.1).</summary>
internal static class SipEscaping
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()";

    private static readonly SearchValues<char> _userPlain = SearchValues.Create(Unreserved + "&=+$,;?/");
    private static readonly SearchValues<char> _passwordPlain = SearchValues.Create(Unreserved + "&=+$,");
    private static readonly SearchValues<char> _quotedSpecial = SearchValues.Create("\"\\\r\n");
    private static readonly SearchValues<char> _parameterPlain = SearchValues.Create(Unreserved + "[]/:&+$");

    /// <summary>Whether every % starts an escape and the decoded text is UTF-8. Costs one pass and no heap.</summary>
    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'%'))
            return true;
        Span<byte> decoded = text.Length <= 256 ? stackalloc byte[256] : stackalloc byte[SipLimits.MaxUriBytes];
        return text.Length <= decoded.Length && TryDecode(text, decoded, out int length) && Utf8.IsValid(decoded[..length]);
    }

    /// <summary>The decoded text; the caller has checked it with <see cref="IsValid"/>.</summary>
    public static string Decode(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'%'))
            return RecentTexts.Of(text);
        var decoded = new byte[text.Length];
        return TryDecode(text, decoded, out int length) ? Encoding.UTF8.GetString(decoded, 0, length) : Encoding.UTF8.GetString(text);
    }

    public static void WriteUser(SipMessageWriter writer, string text) => WriteEscaped(writer, text, _userPlain);

    public static void WritePassword(SipMessageWriter writer, string text) => WriteEscaped(writer, text, _passwordPlain);

    public static void WriteParameter(SipMessageWriter writer, string text) => WriteEscaped(writer, text, _parameterPlain);

    /// <summary>Content of a quoted-string (without its quotes): pairs resolved, folds to one space.</summary>
    public static string Unquote(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny((byte)'\\', (byte)'\r') < 0)
            return Encoding.UTF8.GetString(text);
        var plain = new byte[text.Length];
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
                plain[length++] = text[++i];
            else if (text[i] is not ((byte)'\r' or (byte)'\n'))
                plain[length++] = text[i];
        }
        return Encoding.UTF8.GetString(plain, 0, length);
    }

    /// <summary>A quoted-string; CR and LF cannot be in one, not even escaped, and become spaces.</summary>
    public static void WriteQuoted(SipMessageWriter writer, string text)
    {
        writer.Write((byte)'"');
        if (text.AsSpan().IndexOfAny(_quotedSpecial) < 0)
            writer.Write(text);
        else
            writer.Write(text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
                .Replace('\r', ' ').Replace('\n', ' '));
        writer.Write((byte)'"');
    }

    /// <inheritdoc cref="WriteQuoted"/>
    public static string Quote(string text)
    {
        using var writer = SipMessageWriter.Create();
        WriteQuoted(writer, text);
        return writer.ToString();
    }

    private static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> decoded, out int length)
    {
        length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            byte value = text[i];
            if (value == '%')
            {
                if (i + 2 >= text.Length || !char.IsAsciiHexDigit((char)text[i + 1]) || !char.IsAsciiHexDigit((char)text[i + 2]))
                    return false;
                value = (byte)((HexValue(text[i + 1]) << 4) | HexValue(text[i + 2]));
                i += 2;
            }
            decoded[length++] = value;
        }
        return true;
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static void WriteEscaped(SipMessageWriter writer, string text, SearchValues<char> plain)
    {
        if (text.AsSpan().IndexOfAnyExcept(plain) < 0)
        {
            writer.Write(text);
            return;
        }
        Span<byte> escape = stackalloc byte[2];
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            if (plain.Contains((char)value))
            {
                writer.Write(value);
                continue;
            }
            value.TryFormat(escape, out _, "X2");
            writer.Write((byte)'%');
            writer.Write(escape);
        }
    }
}
