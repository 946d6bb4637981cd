namespace SmartPbx.Sip.Messages;

/// <summary>A checked CSeq value by its parts: <c>1*DIGIT LWS Method</c> (RFC 3261 §20.16).</summary>
internal struct CSeqView
{
    public uint Number;
    public SipSlice Method;

    /// <summary>Takes one value off the text, from its first byte.</summary>
    public static bool TryScan(in SipText text, ref int at, out CSeqView view)
    {
        view = default;
        int digits = text.SkipDigits(at);
        int method = text.SkipLws(digits);
        if (method == digits || !SipGrammar.TryNumber(text[SipSlice.Between(at, digits)], CSeq.MaxNumber, out view.Number))
            return false;
        at = text.Run(method, SipClass.Token);
        view.Method = SipSlice.Between(method, at);
        return at > method;
    }
}
