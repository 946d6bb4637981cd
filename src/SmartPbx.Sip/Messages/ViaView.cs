using System.Text;

namespace SmartPbx.Sip.Messages;

/// <summary>
/// A checked Via value by its parts (RFC 3261 §20.42): <c>SIP / 2.0 / transport LWS host [: port] params</c>.
/// </summary>
internal struct ViaView
{
    public SipSlice Transport;
    public SipSlice Host;

    /// <summary>-1 when absent.</summary>
    public int Port;

    /// <summary>Where the parameters begin.</summary>
    public int Parameters;

    /// <summary>Empty without one.</summary>
    public SipSlice Branch;

    /// <summary>Takes one value off the text, from its first byte, and the white space behind it.</summary>
    public static bool TryScan(in SipText text, ref int at, out ViaView view)
    {
        view = default;
        if (!TryProtocol(text, ref at))
            return false;
        int end = text.Run(at, SipClass.Token);
        view.Transport = SipSlice.Between(at, end);
        at = text.SkipLws(end);
        if (view.Transport.Length == 0 || at == end || !SipUriView.TryScanHostPort(text, ref at, out view.Host, out view.Port))
            return false;
        view.Parameters = at;
        return SipParameterReader.TryScan(text, ref at, "branch"u8, out view.Branch);
    }

    // protocol-name SLASH protocol-version SLASH, where a slash may stand between blanks
    private static bool TryProtocol(in SipText text, ref int at)
    {
        if (text.Has("SIP/2.0/"u8, at))
        {
            at = text.SkipLws(at + "SIP/2.0/".Length);
            return true;
        }
        int name = at;
        at = text.Run(name, SipClass.Token);
        return Ascii.EqualsIgnoreCase(text[SipSlice.Between(name, at)], "SIP"u8)
            && TrySlash(text, ref at) && TryVersion(text, ref at) && TrySlash(text, ref at);
    }

    private static bool TryVersion(in SipText text, ref int at)
    {
        int start = at;
        at = text.Run(start, SipClass.Token);
        return at > start;
    }

    private static bool TrySlash(in SipText text, ref int at)
    {
        int slash = text.SkipLws(at);
        at = text.SkipLws(slash + 1);
        return text[slash] == '/';
    }
}
