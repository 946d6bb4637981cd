using System.Runtime.CompilerServices;
using System.Text;

namespace SmartPbx.Sip.Messages;

/// <summary>
/// A checked URI by its parts (RFC 3261 §19.1.1): <c>sip:user:password@host:port;uri-parameters?headers</c>.
/// </summary>
internal struct SipUriView
{
    private const int SipLength = 3;

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

    /// <summary>Takes a URI off the text, up to the first byte that can be in none; gives the place there, or <see cref="SipText.Broken"/>.</summary>
    public static int Scan(in SipText text, int at, out SipUriView view)
    {
        view = default;
        view.Port = -1;
        int colon = view.ScanScheme(text, at);
        if (colon < 0)
            return SipText.Broken;
        int end = view.IsSip ? view.ScanSip(text, colon + 1) : view.ScanOpaque(text, colon + 1);
        return end - at <= SipLimits.MaxUriBytes ? end : SipText.Broken;
    }

    // scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." ); the colon behind it
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ScanScheme(in SipText text, int at)
    {
        IsSip = text.Has("sip:"u8, at);
        int colon = IsSip ? at + SipLength : text.Run(at, SipClass.Scheme);
        Scheme = SipSlice.Between(at, colon);
        if (IsSip)
            return colon;
        if (text[colon] != ':' || !char.IsAsciiLetter((char)text[at]))
            return SipText.Broken;
        IsSip = IsSipOrSips(text[Scheme]);
        return colon;
    }

    private static bool IsSipOrSips(ReadOnlySpan<byte> scheme) => Ascii.EqualsIgnoreCase(scheme, "sip"u8) || Ascii.EqualsIgnoreCase(scheme, "sips"u8);

    private int ScanOpaque(in SipText text, int at)
    {
        int end = text.Run(at, SipClass.OpaqueUri);
        Opaque = SipSlice.Between(at, end);
        return end > at ? end : SipText.Broken;
    }

    private int ScanSip(in SipText text, int at)
    {
        at = ScanUser(text, at);
        if (at >= 0)
            at = ScanHostPort(text, at, out Host, out Port);
        if (at >= 0 && text[at] == ';')
            at = ScanParameters(text, at);
        return at >= 0 && text[at] == '?' ? ScanHeaders(text, at) : at;
    }

    // userinfo = user [ ":" password ] "@". No part behind it may hold an unescaped "@", and the user may hold any of ";?/": "@" decides.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ScanUser(in SipText text, int at)
    {
        int end = text.RunEscaped(at, SipClass.User);
        bool isValid = end >= 0;
        if (!isValid)
            end = ~end;
        if (text[end] == ':')
            return ScanPassword(text, at, end, isValid);
        if (text[end] != '@')
            return at;
        HasUser = true;
        User = SipSlice.Between(at, end);
        return isValid ? end + 1 : SipText.Broken;
    }

    // What follows the colon may as well be the port of a URI without user.
    private int ScanPassword(in SipText text, int at, int colon, bool isUser)
    {
        int password = colon + 1;
        int end = text.RunEscaped(password, SipClass.Password);
        bool isValid = isUser && (end >= 0 || ~end == password);
        if (end < 0)
            end = ~end;
        if (text[end] != '@')
            return at;
        HasUser = HasPassword = true;
        User = SipSlice.Between(at, colon);
        Password = SipSlice.Between(password, end);
        return isValid ? end + 1 : SipText.Broken;
    }

    /// <summary>
    /// Takes <c>host [ ":" port ]</c> off the text, and white space behind its parts; a host is without brackets. Gives the place there, or
    /// <see cref="SipText.Broken"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ScanHostPort(in SipText text, int at, out SipSlice host, out int port)
    {
        port = -1;
        int end = ScanHost(text, at, out host);
        if (end < 0)
            return SipText.Broken;
        end = text.SkipLws(end);
        return text[end] == ':' ? ScanPort(text, text.SkipLws(end + 1), out port) : end;
    }

    private static int ScanPort(in SipText text, int at, out int port)
    {
        port = -1;
        int end = text.SkipDigits(at);
        if (!SipGrammar.TryNumber(text[SipSlice.Between(at, end)], ushort.MaxValue, out uint number))
            return SipText.Broken;
        port = (int)number;
        return text.SkipLws(end);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ScanHost(in SipText text, int at, out SipSlice host)
    {
        if (text[at] == '[')
            return ScanReference(text, at, out host);
        int end = text.Run(at, SipClass.HostName);
        host = SipSlice.Between(at, end);
        return end > at ? end : SipText.Broken;
    }

    private static int ScanReference(in SipText text, int bracket, out SipSlice host)
    {
        int end = bracket;
        while (text[end] is not ((byte)']' or 0) && end - bracket <= Ipv6Reference.MaxBytes)
            end++;
        host = SipSlice.Between(bracket + 1, end);
        return text[end] == ']' && Ipv6Reference.IsValid(text[host]) ? end + 1 : SipText.Broken;
    }

    // uri-parameters = *( ";" pname [ "=" pvalue ] )
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ScanParameters(in SipText text, int at)
    {
        int end = at;
        while (text[end] == ';')
        {
            end = text.RunEscaped(end + 1, SipClass.UriParameter);
            if (end >= 0 && text[end] == '=')
                end = text.RunEscaped(end + 1, SipClass.UriParameter);
            if (end < 0)
                return SipText.Broken;
        }
        Parameters = SipSlice.Between(at, end);
        return end;
    }

    private int ScanHeaders(in SipText text, int at)
    {
        HasHeaders = true;
        int end = text.Run(at + 1, SipClass.UriHeaders);
        Headers = SipSlice.Between(at + 1, end);
        return end > at + 1 ? end : SipText.Broken;
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
