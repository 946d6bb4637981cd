namespace SmartPbx.Sip.Messages;

/// <summary>A checked <c>name-addr / addr-spec *( SEMI param )</c> as slices of its bytes (RFC 3261 §20.10, §25.1).</summary>
internal ref struct NameAddrView
{
    public ReadOnlySpan<byte> DisplayName;
    public ReadOnlySpan<byte> Parameters;
    public SipUriView Uri;
    public bool IsQuoted;

    /// <summary>Empty without one.</summary>
    public ReadOnlySpan<byte> Tag;

    public static bool TryScan(ReadOnlySpan<byte> text, out NameAddrView view)
    {
        view = default;
        text = SipGrammar.Trim(text);
        if (text.IsEmpty)
            return false;
        if (text[0] == '<')
            return view.TryScanBracketed(text);
        if (text[0] == '"')
        {
            int length = SipGrammar.QuotedLength(text);
            if (length == 0)
                return false;
            view.IsQuoted = true;
            view.DisplayName = text[1..(length - 1)];
            text = SipGrammar.TrimStart(text[length..]);
            return view.TryScanBracketed(text);
        }
        // display-name = *(token LWS): the first byte that is neither tells which form this is.
        int end = SipGrammar.DisplayNameLength(text);
        if (end == text.Length || text[end] != '<')
            return view.TryScanBare(text);
        view.DisplayName = SipGrammar.Trim(text[..end]);
        return view.TryScanBracketed(text[end..]);
    }

    private bool TryScanBracketed(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != '<')
            return false;
        int end = text.IndexOf((byte)'>');
        if (end < 0 || !SipUriView.TryScan(text[1..end], out Uri))
            return false;
        Parameters = text[(end + 1)..];
        return SipParameterReader.TryScan(Parameters, "tag"u8, out Tag);
    }

    // Without brackets what follows ";" belongs to the header, and "?" or "," may not occur (RFC 3261 §20.10).
    private bool TryScanBare(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAny(" \t\r\n;"u8);
        var uri = end < 0 ? text : text[..end];
        if (uri.IndexOfAny((byte)'?', (byte)',') >= 0 || !SipUriView.TryScan(uri, out Uri))
            return false;
        Parameters = end < 0 ? default : text[end..];
        return SipParameterReader.TryScan(Parameters, "tag"u8, out Tag);
    }
}
