namespace SmartPbx.Sip.Messages;

/// <summary>A checked <c>name-addr / addr-spec *( SEMI param )</c> by its parts (RFC 3261 §20.10, §25.1).</summary>
internal struct NameAddrView
{
    /// <summary>Without its quotes; may end in white space.</summary>
    public SipSlice DisplayName;
    public bool IsQuoted;
    public SipUriView Uri;

    /// <summary>Where the parameters begin.</summary>
    public int Parameters;

    /// <summary>Empty without one.</summary>
    public SipSlice Tag;

    /// <summary>Takes one value off the text, from its first byte, and the white space behind it.</summary>
    public static bool TryScan(in SipText text, ref int at, out NameAddrView view)
    {
        view = default;
        if (!view.TryScanName(text, ref at))
            return false;
        if (!(text[at] == '<' ? view.TryScanBracketed(text, ref at) : view.TryScanBare(text, ref at)))
            return false;
        view.Parameters = at;
        return SipParameterReader.TryScan(text, ref at, "tag"u8, out view.Tag);
    }

    // display-name = *(token LWS) / quoted-string: the first byte that can be in neither tells whether there is one.
    private bool TryScanName(in SipText text, ref int at)
    {
        int start = at;
        switch (text[at])
        {
            case (byte)'<':
                return true;
            case (byte)'"':
                int end = text.SkipQuoted(at);
                if (end == at)
                    return false;
                IsQuoted = true;
                DisplayName = SipSlice.Between(start + 1, end - 1);
                at = text.SkipLws(end);
                return text[at] == '<';
            default:
                int bracket = text.Run(at, SipClass.DisplayName);
                if (text[bracket] != '<')
                    return true;
                DisplayName = SipSlice.Between(start, bracket);
                at = bracket;
                return true;
        }
    }

    private bool TryScanBracketed(in SipText text, ref int at)
    {
        at++;
        if (!SipUriView.TryScan(text, ref at, out Uri) || text[at] != '>')
            return false;
        at++;
        return true;
    }

    private bool TryScanBare(in SipText text, ref int at)
    {
        int end = text.Run(at, SipClass.BareUri);
        return SipUriView.TryScan(text.Until(end), ref at, out Uri) && at == end;
    }
}
