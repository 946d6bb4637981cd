namespace SmartPbx.Sip.Messages;

/// <summary>
/// A checked Via value as slices of its bytes (RFC 3261 §20.42): <c>SIP / 2.0 / transport LWS host [: port] params</c>.
/// </summary>
internal ref struct ViaView
{
    public ReadOnlySpan<byte> Transport;
    public ReadOnlySpan<byte> Host;
    public ReadOnlySpan<byte> Parameters;
    public int Port;

    /// <summary>Empty without one.</summary>
    public ReadOnlySpan<byte> Branch;

    public static bool TryScan(ReadOnlySpan<byte> text, out ViaView view)
    {
        view = default;
        text = SipGrammar.Trim(text);
        if (!TryProtocol(ref text) || !TryToken(ref text, out view.Transport) || text.IsEmpty || !SipGrammar.IsLws(text[0])
            || !SipUriView.TryTakeHostPort(ref text, out view.Host, out view.Port))
            return false;
        view.Parameters = text;
        return SipParameterReader.TryScan(text, "branch"u8, out view.Branch);
    }

    // protocol-name SLASH protocol-version SLASH, where every slash may stand between blanks
    private static bool TryProtocol(scoped ref ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("SIP/2.0/"u8))
        {
            text = SipGrammar.TrimStart(text["SIP/2.0/".Length..]);
            return true;
        }
        return TryToken(ref text, out var name) && System.Text.Ascii.EqualsIgnoreCase(name, "SIP"u8)
            && TrySlash(ref text) && TryToken(ref text, out _) && TrySlash(ref text);
    }

    private static bool TryToken(scoped ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> token)
    {
        int length = SipGrammar.TokenLength(text);
        token = text[..length];
        text = text[length..];
        return length > 0;
    }

    private static bool TrySlash(scoped ref ReadOnlySpan<byte> text)
    {
        text = SipGrammar.TrimStart(text);
        if (text.IsEmpty || text[0] != '/')
            return false;
        text = SipGrammar.TrimStart(text[1..]);
        return true;
    }
}
