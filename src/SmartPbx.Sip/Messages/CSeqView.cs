namespace SmartPbx.Sip.Messages;

/// <summary>A checked CSeq value as slices of its bytes: <c>1*DIGIT LWS Method</c> (RFC 3261 §20.16).</summary>
internal ref struct CSeqView
{
    public uint Number;
    public ReadOnlySpan<byte> Method;

    public static bool TryScan(ReadOnlySpan<byte> text, out CSeqView view)
    {
        view = default;
        text = SipGrammar.Trim(text);
        int space = SipGrammar.NumberLength(text);
        if (space == text.Length || !SipGrammar.IsLws(text[space]) || !SipGrammar.TryNumber(text[..space], CSeq.MaxNumber, out view.Number))
            return false;
        view.Method = SipGrammar.TrimStart(text[space..]);
        return SipGrammar.IsToken(view.Method);
    }
}
