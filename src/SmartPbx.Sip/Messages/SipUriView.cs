namespace SmartPbx.Sip.Messages;

/// <summary>
/// A checked URI by its parts (RFC 3261 §19.1.1): <c>sip:user:password@host:port;uri-parameters?headers</c>.
/// </summary>
internal struct SipUriView
{
    private const int SipLength = 3;
    private const byte CaseBit = 0x20;

    public SipSlice Scheme;
    public SipSlice User;
    public SipSlice Password;
    public SipSlice Host;
    public SipSlice Parameters;
    public SipSlice Headers;

    /// <summary>All behind the colon of a scheme other than sip and sips.</summary>
    public SipSlice Opaque;

    /// <summary>-1 when absent.</summary>
    public int Port;
    public bool HasUser;
    public bool HasPassword;
    public bool HasHeaders;
    public bool IsSip;

    /// <summary>Takes a URI off the text, up to the first byte that can be in none.</summary>
    public static bool TryScan(in SipText text, ref int at, out SipUriView view)
    {
        view = default;
        view.Port = -1;
        int start = at;
        int colon = text.Run(start, SipClass.Scheme);
        if (text[colon] != ':' || !char.IsAsciiLetter((char)text[start]))
            return false;
        view.Scheme = SipSlice.Between(start, colon);
        view.IsSip = IsSipOrSips(text[view.Scheme]);
        at = colon + 1;
        return (view.IsSip ? view.TryScanSip(text, ref at) : view.TryScanOpaque(text, ref at)) && at - start <= SipLimits.MaxUriBytes;
    }

    private static bool IsSipOrSips(ReadOnlySpan<byte> scheme) =>
        scheme.Length is SipLength or SipLength + 1
        && (scheme[0] | CaseBit) == 's' && (scheme[1] | CaseBit) == 'i' && (scheme[2] | CaseBit) == 'p'
        && (scheme.Length == SipLength || (scheme[SipLength] | CaseBit) == 's');

    private bool TryScanOpaque(in SipText text, ref int at)
    {
        int start = at;
        at = text.Run(start, SipClass.OpaqueUri);
        Opaque = SipSlice.Between(start, at);
        return at > start;
    }

    private bool TryScanSip(in SipText text, ref int at) =>
        TryScanUser(text, ref at) && TryScanHostPort(text, ref at, out Host, out Port)
        && TryScanParameters(text, ref at) && TryScanHeaders(text, ref at);

    // userinfo = user [ ":" password ] "@". No part behind it may hold an unescaped "@", and the user may hold any of ";?/": "@" decides.
    private bool TryScanUser(in SipText text, ref int at)
    {
        bool isValid = text.TryRunEscaped(at, SipClass.User, out int end);
        var user = SipSlice.Between(at, end);
        if (text[end] == ':')
        {
            int password = end + 1;
            bool isPassword = text.TryRunEscaped(password, SipClass.Password, out int passwordEnd) || passwordEnd == password;
            if (text[passwordEnd] != '@')
                return true;
            HasPassword = true;
            Password = SipSlice.Between(password, passwordEnd);
            isValid &= isPassword;
            end = passwordEnd;
        }
        if (text[end] != '@')
            return true;
        HasUser = true;
        User = user;
        at = end + 1;
        return isValid;
    }

    /// <summary>Takes <c>host [ ":" port ]</c> off the text, and white space behind its parts; a host is without brackets.</summary>
    public static bool TryScanHostPort(in SipText text, ref int at, out SipSlice host, out int port)
    {
        port = -1;
        if (!TryScanHost(text, ref at, out host))
            return false;
        at = text.SkipLws(at);
        if (text[at] != ':')
            return true;
        int digits = text.SkipLws(at + 1);
        int end = text.SkipDigits(digits);
        at = text.SkipLws(end);
        if (!SipGrammar.TryNumber(text[SipSlice.Between(digits, end)], ushort.MaxValue, out uint number))
            return false;
        port = (int)number;
        return true;
    }

    private static bool TryScanHost(in SipText text, ref int at, out SipSlice host)
    {
        int start = at;
        if (text[start] != '[')
        {
            at = text.Run(start, SipClass.HostName);
            host = SipSlice.Between(start, at);
            return at > start;
        }
        while (text[at] is not ((byte)']' or 0) && at - start <= Ipv6Reference.MaxBytes)
            at++;
        host = SipSlice.Between(start + 1, at);
        return text[at++] == ']' && Ipv6Reference.IsValid(text[host]);
    }

    // uri-parameters = *( ";" pname [ "=" pvalue ] )
    private bool TryScanParameters(in SipText text, ref int at)
    {
        int start = at;
        while (text[at] == ';')
        {
            if (!text.TryRunEscaped(at + 1, SipClass.UriParameter, out at))
                return false;
            if (text[at] == '=' && !text.TryRunEscaped(at + 1, SipClass.UriParameter, out at))
                return false;
        }
        Parameters = SipSlice.Between(start, at);
        return true;
    }

    private bool TryScanHeaders(in SipText text, ref int at)
    {
        HasHeaders = text[at] == '?';
        if (!HasHeaders)
            return true;
        int start = at + 1;
        at = text.Run(start, SipClass.UriHeaders);
        Headers = SipSlice.Between(start, at);
        return at > start;
    }

    /// <summary>Takes the next <c>;name=value</c> off checked parameters.</summary>
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
