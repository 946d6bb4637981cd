using System.Text;

namespace SmartPbx.Sip.Messages;

/// <summary>
/// A checked URI as slices of its bytes (RFC 3261 §19.1.1):
/// <c>sip:user:password@host:port;uri-parameters?headers</c>.
/// </summary>
internal ref struct SipUriView
{
    public ReadOnlySpan<byte> Scheme;
    public ReadOnlySpan<byte> User;
    public ReadOnlySpan<byte> Password;
    public ReadOnlySpan<byte> Host;
    public ReadOnlySpan<byte> Parameters;
    public ReadOnlySpan<byte> Headers;
    public ReadOnlySpan<byte> Opaque;
    public int Port;
    public bool HasUser;
    public bool HasPassword;
    public bool HasHeaders;
    public bool IsSip;

    public static bool TryScan(ReadOnlySpan<byte> text, out SipUriView view)
    {
        view = new SipUriView { Port = -1 };
        int colon = text.IndexOf((byte)':');
        if (colon <= 0 || text.Length > SipLimits.MaxUriBytes || !IsScheme(text[..colon]))
            return false;
        view.Scheme = text[..colon];
        var rest = text[(colon + 1)..];
        view.IsSip = Ascii.EqualsIgnoreCase(view.Scheme, "sip"u8) || Ascii.EqualsIgnoreCase(view.Scheme, "sips"u8);
        return view.IsSip ? view.TryScanSip(rest) : view.TryScanOpaque(rest);
    }

    private bool TryScanOpaque(ReadOnlySpan<byte> rest)
    {
        Opaque = rest;
        foreach (byte value in rest)
            if (value is <= (byte)' ' or >= 0x7F or (byte)'<' or (byte)'>' or (byte)'"')
                return false;
        return !rest.IsEmpty;
    }

    private bool TryScanSip(ReadOnlySpan<byte> rest)
    {
        // No part after the user may hold an unescaped "@", and the user may hold any of ";?/": so "@" is looked for first.
        int at = rest.IndexOf((byte)'@');
        if (at >= 0 && !TryScanUser(rest[..at]))
            return false;
        rest = rest[(at + 1)..];
        int question = rest.IndexOf((byte)'?');
        if (question >= 0)
        {
            HasHeaders = true;
            Headers = rest[(question + 1)..];
            rest = rest[..question];
            if (!SipGrammar.IsUriHeaders(Headers))
                return false;
        }
        int semicolon = rest.IndexOf((byte)';');
        if (semicolon >= 0)
        {
            Parameters = rest[semicolon..];
            rest = rest[..semicolon];
            if (!AreParametersValid(Parameters))
                return false;
        }
        return TryScanHostPort(rest, out Host, out Port);
    }

    private bool TryScanUser(ReadOnlySpan<byte> userInfo)
    {
        HasUser = true;
        int colon = userInfo.IndexOf((byte)':');
        User = colon < 0 ? userInfo : userInfo[..colon];
        if (colon >= 0)
        {
            HasPassword = true;
            Password = userInfo[(colon + 1)..];
        }
        return SipGrammar.IsUser(User) && SipGrammar.IsPassword(Password)
            && SipEscaping.IsValid(User) && SipEscaping.IsValid(Password);
    }

    /// <summary>hostport = host [ ":" port ]; brackets of an IPv6reference are taken off. Port -1 when absent.</summary>
    public static bool TryScanHostPort(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> host, out int port)
    {
        host = default;
        port = -1;
        var rest = text;
        if (!text.IsEmpty && text[0] == '[')
        {
            int end = text.IndexOf((byte)']');
            if (end < 0 || !Ipv6Reference.IsValid(text[1..end]))
                return false;
            host = text[1..end];
            rest = SipGrammar.TrimStart(text[(end + 1)..]);
        }
        else
        {
            int colon = text.IndexOf((byte)':');
            host = SipGrammar.Trim(colon < 0 ? text : text[..colon]);
            rest = colon < 0 ? default : text[colon..];
            if (!SipGrammar.IsHostName(host))
                return false;
        }
        if (rest.IsEmpty)
            return true;
        if (rest[0] != ':' || !SipGrammar.TryNumber(SipGrammar.Trim(rest[1..]), ushort.MaxValue, out uint number))
            return false;
        port = (int)number;
        return true;
    }

    private static bool IsScheme(ReadOnlySpan<byte> text)
    {
        if (!char.IsAsciiLetter((char)text[0]))
            return false;
        foreach (byte value in text)
            if (!char.IsAsciiLetterOrDigit((char)value) && value is not ((byte)'+' or (byte)'-' or (byte)'.'))
                return false;
        return true;
    }

    private static bool AreParametersValid(ReadOnlySpan<byte> text)
    {
        while (TryNextParameter(ref text, out var name, out var value, out bool hasValue))
        {
            if (!SipGrammar.IsUriParameter(name) || !SipEscaping.IsValid(name))
                return false;
            if (hasValue && (!SipGrammar.IsUriParameter(value) || !SipEscaping.IsValid(value)))
                return false;
        }
        return true;
    }

    /// <summary>Takes the next <c>;name=value</c> off the text.</summary>
    public static bool TryNextParameter(ref ReadOnlySpan<byte> text,
        out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value, out bool hasValue)
    {
        name = value = default;
        hasValue = false;
        if (text.IsEmpty)
            return false;
        var rest = text[1..];
        int end = rest.IndexOf((byte)';');
        var item = end < 0 ? rest : rest[..end];
        text = end < 0 ? default : rest[end..];
        int equals = item.IndexOf((byte)'=');
        hasValue = equals >= 0;
        name = hasValue ? item[..equals] : item;
        value = hasValue ? item[(equals + 1)..] : default;
        return true;
    }
}
