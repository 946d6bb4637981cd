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

    /// <summary>Takes one value off the text, from its first byte, and the white space behind it; gives the place there, or <see cref="SipText.Broken"/>.</summary>
    public static int Scan(in SipText text, int at, out ViaView view)
    {
        view = default;
        int transport = ScanProtocol(text, at);
        if (transport < 0)
            return SipText.Broken;
        int end = text.Run(transport, SipClass.Token);
        view.Transport = SipSlice.Between(transport, end);
        int host = text.SkipLws(end);
        if (end == transport || host == end)
            return SipText.Broken;
        view.Parameters = SipUriView.ScanHostPort(text, host, out view.Host, out view.Port);
        return view.Parameters < 0 ? SipText.Broken : SipParameterReader.Scan(text, view.Parameters, "branch"u8, out view.Branch);
    }

    // protocol-name SLASH protocol-version SLASH, where a slash may stand between blanks; nearly always as here
    private static int ScanProtocol(in SipText text, int at) =>
        text.Has("SIP/2.0/"u8, at) ? text.SkipLws(at + "SIP/2.0/".Length) : ScanSpacedProtocol(text, at);

    private static int ScanSpacedProtocol(in SipText text, int name)
    {
        int nameEnd = text.Run(name, SipClass.Token);
        if (!Ascii.EqualsIgnoreCase(text[SipSlice.Between(name, nameEnd)], "SIP"u8) || !TrySlash(text, nameEnd, out int version))
            return SipText.Broken;
        int versionEnd = text.Run(version, SipClass.Token);
        return versionEnd > version && TrySlash(text, versionEnd, out int transport) ? transport : SipText.Broken;
    }

    private static bool TrySlash(in SipText text, int at, out int behind)
    {
        int slash = text.SkipLws(at);
        behind = text.SkipLws(slash + 1);
        return text[slash] == '/';
    }
}
