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
        if (text.Length > SipLimits.MaxUriBytes)
            return false;
        int colon = text.Length > 3 && text[3] == ':' ? 3 : text.IndexOf((byte)':');
        if (colon <= 0 || !IsScheme(text[..colon]))
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
        if (!TryTakeUser(ref rest) || !TryTakeHostPort(ref rest, out Host, out Port) || !TryTakeParameters(ref rest))
            return false;
        if (rest.IsEmpty)
            return true;
        HasHeaders = true;
        Headers = rest[1..];
        return rest[0] == '?' && SipGrammar.IsUriHeaders(Headers);
    }

    // userinfo = user [ ":" password ] "@". The user may hold any of ";?/", but no part after it an unescaped "@": so "@" tells whether there is one.
    private bool TryTakeUser(scoped ref ReadOnlySpan<byte> rest)
    {
        int plain = SipGrammar.PlainUserLength(rest);
        int at = plain < rest.Length && rest[plain] == '@' ? plain : rest[plain..].IndexOf((byte)'@') is var step and >= 0 ? plain + step : -1;
        if (at < 0)
            return true;
        HasUser = true;
        User = rest[..at];
        rest = rest[(at + 1)..];
        return at > 0 && (at == plain || TrySplitUser(User));
    }

    private bool TrySplitUser(ReadOnlySpan<byte> userInfo)
    {
        int colon = userInfo.IndexOf((byte)':');
        if (colon >= 0)
        {
            HasPassword = true;
            User = userInfo[..colon];
            Password = userInfo[(colon + 1)..];
        }
        return SipGrammar.IsUser(User) && SipGrammar.IsPassword(Password)
            && SipEscaping.IsValid(User) && SipEscaping.IsValid(Password);
    }

    /// <summary>Takes <c>host [ ":" port ]</c> off the text; brackets of an IPv6reference are taken off. Port -1 when absent.</summary>
    public static bool TryTakeHostPort(scoped ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> host, out int port)
    {
        port = -1;
        text = SipGrammar.TrimStart(text);
        if (!TryTakeHost(ref text, out host))
            return false;
        text = SipGrammar.TrimStart(text);
        if (text.IsEmpty || text[0] != ':')
            return true;
        text = SipGrammar.TrimStart(text[1..]);
        int digits = SipGrammar.NumberLength(text);
        if (!SipGrammar.TryNumber(text[..digits], ushort.MaxValue, out uint number))
            return false;
        text = SipGrammar.TrimStart(text[digits..]);
        port = (int)number;
        return true;
    }

    private static bool TryTakeHost(scoped ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> host)
    {
        bool isBracketed = !text.IsEmpty && text[0] == '[';
        int length = isBracketed ? text.IndexOf((byte)']') + 1 : SipGrammar.HostNameLength(text);
        host = isBracketed && length > 0 ? text[1..(length - 1)] : text[..length];
        text = text[length..];
        return isBracketed ? Ipv6Reference.IsValid(host) : length > 0;
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

    // uri-parameters = *( ";" pname [ "=" pvalue ] )
    private bool TryTakeParameters(scoped ref ReadOnlySpan<byte> rest)
    {
        Parameters = rest;
        while (!rest.IsEmpty && rest[0] == ';')
        {
            rest = rest[1..];
            if (!TryTakeParameterPart(ref rest))
                return false;
            if (rest.IsEmpty || rest[0] != '=')
                continue;
            rest = rest[1..];
            if (!TryTakeParameterPart(ref rest))
                return false;
        }
        Parameters = Parameters[..^rest.Length];
        return true;
    }

    private static bool TryTakeParameterPart(scoped ref ReadOnlySpan<byte> rest)
    {
        int length = SipGrammar.UriParameterLength(rest, out bool hasEscapes);
        bool isValid = length > 0 && (!hasEscapes || SipEscaping.IsValid(rest[..length]));
        rest = rest[length..];
        return isValid;
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
