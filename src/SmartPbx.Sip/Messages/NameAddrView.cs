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

    /// <summary>Takes one value off the text, from its first byte, and the white space behind it; gives the place there, or <see cref="SipText.Broken"/>.</summary>
    public static int Scan(in SipText text, int at, out NameAddrView view)
    {
        view = default;
        int uri = view.ScanName(text, at);
        if (uri < 0)
            return SipText.Broken;
        view.Parameters = text[uri] == '<' ? view.ScanBracketed(text, uri) : view.ScanBare(text, uri);
        return view.Parameters < 0 ? SipText.Broken : SipParameterReader.Scan(text, view.Parameters, "tag"u8, out view.Tag);
    }

    // display-name = *(token LWS) / quoted-string: the first byte that can be in neither tells whether there is one.
    private int ScanName(in SipText text, int at)
    {
        switch (text[at])
        {
            case (byte)'<':
                return at;
            case (byte)'"':
                int end = text.SkipQuoted(at);
                int bracket = text.SkipLws(end);
                if (end == at || text[bracket] != '<')
                    return SipText.Broken;
                IsQuoted = true;
                DisplayName = SipSlice.Between(at + 1, end - 1);
                return bracket;
            default:
                bracket = text.Run(at, SipClass.DisplayName);
                if (text[bracket] != '<')
                    return at;
                DisplayName = SipSlice.Between(at, bracket);
                return bracket;
        }
    }

    private int ScanBracketed(in SipText text, int bracket)
    {
        int end = SipUriView.Scan(text, bracket + 1, out Uri);
        return end >= 0 && text[end] == '>' ? end + 1 : SipText.Broken;
    }

    private int ScanBare(in SipText text, int at)
    {
        int end = text.Run(at, SipClass.BareUri);
        return SipUriView.Scan(text.Until(end), at, out Uri) == end ? end : SipText.Broken;
    }
}
