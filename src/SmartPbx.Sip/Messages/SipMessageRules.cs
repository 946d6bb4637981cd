namespace SmartPbx.Sip.Messages;

/// <summary>
/// What makes a well-formed message also a sensible one: mandatory headers (RFC 3261 §8.1.1), single headers once, and the
/// grammar of every header that the stack acts on. Allocates nothing.
/// </summary>
internal static class SipMessageRules
{
    private const ulong Mandatory = 1UL << (int)SipHeaderId.Via | 1UL << (int)SipHeaderId.From | 1UL << (int)SipHeaderId.To
        | 1UL << (int)SipHeaderId.CallId | 1UL << (int)SipHeaderId.CSeq;

    // Those whose values have a grammar below.
    private const ulong Checked = Mandatory | 1UL << (int)SipHeaderId.MaxForwards | 1UL << (int)SipHeaderId.Contact
        | 1UL << (int)SipHeaderId.Route | 1UL << (int)SipHeaderId.RecordRoute;

    public static SipParseError Check(SipMessageView message)
    {
        var text = message.Text;
        var slots = message.Slots;
        ulong repeated = message.Repeated & SipHeaderNames.Singles;
        // A comma list becomes a field per value, and all of them count; so does the Content-Length that it is written with.
        int fields = slots.Length + ((message.Seen & SipHeaderNames.BitOf(SipHeaderId.ContentLength)) == 0 ? 1 : 0);
        for (int i = 0; i < slots.Length; i++)
        {
            ref readonly var slot = ref slots[i];
            ulong bit = SipHeaderNames.BitOf(slot.Id);
            if ((bit & repeated) != 0 && !message.IsFirst(i))
                return new SipParseError(SipParseErrorCode.RepeatedHeader, slot.Name.Start);
            if ((bit & Checked) == 0)
                continue;
            int values = 1;
            var code = CheckValue(message, slot, text.Until(slot.Value.Start + slot.Value.Length), ref values);
            fields += values - 1;
            if (code != SipParseErrorCode.None)
                return new SipParseError(code, slot.Value.Start);
        }
        if (fields > message.MaxHeaders)
            return new SipParseError(SipParseErrorCode.TooManyHeaders, slots[^1].Value.Start);
        if ((message.Seen & Mandatory) != Mandatory)
            return new SipParseError(SipParseErrorCode.MissingHeader, 0);
        return !message.IsRequest || IsRequestUri(text, message.UriSlice) ? default : new SipParseError(SipParseErrorCode.RequestUri, 0);
    }

    // A Request-URI must not carry headers (§19.1.1, table 1).
    private static bool IsRequestUri(in SipText text, SipSlice uri)
    {
        int end = uri.Start + uri.Length;
        return SipUriView.Scan(text.Until(end), uri.Start, out var view) == end && !view.HasHeaders;
    }

    private static SipParseErrorCode CheckValue(SipMessageView message, in SipHeaderSlot slot, in SipText text, ref int values)
    {
        int at = slot.Value.Start;
        switch (slot.Id)
        {
            case SipHeaderId.Via:
                return AreVias(message, text, at, out values) ? SipParseErrorCode.None : SipParseErrorCode.Via;
            case SipHeaderId.From:
                bool isFrom = NameAddrView.Scan(text, at, out var from) == text.End;
                message.Matching.FromTag = from.Tag;
                return isFrom ? SipParseErrorCode.None : SipParseErrorCode.From;
            case SipHeaderId.To:
                bool isTo = NameAddrView.Scan(text, at, out var to) == text.End;
                message.Matching.ToTag = to.Tag;
                return isTo ? SipParseErrorCode.None : SipParseErrorCode.To;
            case SipHeaderId.CallId:
                return IsCallId(text, at) ? SipParseErrorCode.None : SipParseErrorCode.CallId;
            case SipHeaderId.CSeq:
                return CheckCSeq(message, text, at);
            case SipHeaderId.MaxForwards: // 0–255 (§20.22)
                return SipGrammar.TryNumber(text[slot.Value], 255, out _) ? SipParseErrorCode.None : SipParseErrorCode.MaxForwards;
            case SipHeaderId.Contact:
                bool isWildcard = text[at] == '*' && at + 1 == text.End;
                return isWildcard || AreNameAddrs(text, at, out values) ? SipParseErrorCode.None : SipParseErrorCode.Contact;
            case SipHeaderId.Route or SipHeaderId.RecordRoute:
                return AreNameAddrs(text, at, out values) ? SipParseErrorCode.None : SipParseErrorCode.Route;
            default:
                return SipParseErrorCode.None;
        }
    }

    // callid = word [ "@" word ]
    private static bool IsCallId(in SipText text, int at)
    {
        int word = text.Run(at, SipClass.Word);
        if (word > at && text[word] == '@')
            word = text.Run(at = word + 1, SipClass.Word);
        return word > at && word == text.End;
    }

    private static SipParseErrorCode CheckCSeq(SipMessageView message, in SipText text, int at)
    {
        if (CSeqView.Scan(text, at, out var cseq) != text.End)
            return SipParseErrorCode.CSeq;
        message.Matching.CSeqNumber = cseq.Number;
        message.Matching.CSeqMethod = cseq.Method;
        bool isOfRequest = !message.IsRequest || text[cseq.Method].SequenceEqual(message.Method);
        return isOfRequest ? SipParseErrorCode.None : SipParseErrorCode.CSeqMethodMismatch;
    }

    private static bool AreVias(SipMessageView message, in SipText text, int at, out int values)
    {
        for (values = 0; at >= 0; at = SkipComma(text, at))
        {
            at = ViaView.Scan(text, at, out var via);
            if (at >= 0 && values++ == 0)
                message.NoteVia(via);
            if (at == text.End)
                return true;
        }
        return false;
    }

    private static bool AreNameAddrs(in SipText text, int at, out int values)
    {
        for (values = 0; at >= 0; at = SkipComma(text, at))
        {
            at = NameAddrView.Scan(text, at, out _);
            values++;
            if (at == text.End)
                return true;
        }
        return false;
    }

    private static int SkipComma(in SipText text, int at) => text[at] == ',' ? text.SkipLws(at + 1) : SipText.Broken;
}
