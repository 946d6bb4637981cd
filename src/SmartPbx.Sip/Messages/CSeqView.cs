namespace SmartPbx.Sip.Messages;

/// <summary>A checked CSeq value by its parts: <c>1*DIGIT LWS Method</c> (RFC 3261 §20.16).</summary>
internal struct CSeqView
{
    public uint Number;
    public SipSlice Method;

    /// <summary>Takes one value off the text, from its first byte; gives the place behind it, or <see cref="SipText.Broken"/>.</summary>
    public static int Scan(in SipText text, int at, out CSeqView view)
    {
        view = default;
        int digits = text.SkipDigits(at);
        int method = text.SkipLws(digits);
        if (method == digits || !SipGrammar.TryNumber(text[SipSlice.Between(at, digits)], CSeq.MaxNumber, out view.Number))
            return SipText.Broken;
        int end = text.Run(method, SipClass.Token);
        view.Method = SipSlice.Between(method, end);
        return end > method ? end : SipText.Broken;
    }
}
