namespace SmartPbx.Sip.Messages;

/// <summary>
/// What makes a well-formed message also a sensible one: mandatory headers (RFC 3261 §8.1.1), single headers once, and the
/// grammar of every header that the stack acts on. Allocates nothing.
/// </summary>
internal static class SipMessageRules
{
    public static SipParseError Check(SipMessageView message)
    {
        var bytes = message.Bytes;
        var slots = message.Slots;
        int fields = slots.Length; // a comma list becomes a field per value, and all of them count
        for (int i = 0; i < slots.Length; i++)
        {
            ref readonly var slot = ref slots[i];
            if (SipHeaderNames.IsSingle(slot.Id) && !message.IsFirst(i))
                return new SipParseError(SipParseErrorCode.RepeatedHeader, slot.NameStart);
            int values = 1;
            var code = CheckValue(message, i, slot.ValueIn(bytes), ref values);
            fields += values - 1;
            if (code == SipParseErrorCode.None && fields > message.MaxHeaders)
                code = SipParseErrorCode.TooManyHeaders;
            if (code != SipParseErrorCode.None)
                return new SipParseError(code, slot.ValueStart);
        }
        if (!message.Has(SipHeaderId.Via) || !message.Has(SipHeaderId.From) || !message.Has(SipHeaderId.To)
            || !message.Has(SipHeaderId.CallId) || !message.Has(SipHeaderId.CSeq))
            return new SipParseError(SipParseErrorCode.MissingHeader, 0);
        // A Request-URI must not carry headers (§19.1.1, table 1).
        if (message.IsRequest && (!SipUriView.TryScan(message.Uri, out var uri) || uri.HasHeaders))
            return new SipParseError(SipParseErrorCode.RequestUri, 0);
        return default;
    }

    private static SipParseErrorCode CheckValue(SipMessageView message, int slot, ReadOnlySpan<byte> value, ref int values)
    {
        switch (message.Slots[slot].Id)
        {
            case SipHeaderId.Via:
                return AreVias(message, value, message.IsFirst(slot), out values) ? SipParseErrorCode.None : SipParseErrorCode.Via;
            case SipHeaderId.From:
                if (!NameAddrView.TryScan(value, out var from))
                    return SipParseErrorCode.From;
                message.NoteFrom(from);
                return SipParseErrorCode.None;
            case SipHeaderId.To:
                if (!NameAddrView.TryScan(value, out var to))
                    return SipParseErrorCode.To;
                message.NoteTo(to);
                return SipParseErrorCode.None;
            case SipHeaderId.CallId:
                return SipGrammar.IsCallId(value) ? SipParseErrorCode.None : SipParseErrorCode.CallId;
            case SipHeaderId.CSeq:
                return CheckCSeq(message, value);
            case SipHeaderId.MaxForwards: // 0–255 (§20.22)
                return SipGrammar.TryNumber(value, 255, out _) ? SipParseErrorCode.None : SipParseErrorCode.MaxForwards;
            case SipHeaderId.Contact:
                return value is [(byte)'*'] || AreNameAddrs(value, out values) ? SipParseErrorCode.None : SipParseErrorCode.Contact;
            case SipHeaderId.Route or SipHeaderId.RecordRoute:
                return AreNameAddrs(value, out values) ? SipParseErrorCode.None : SipParseErrorCode.Route;
            default:
                return SipParseErrorCode.None;
        }
    }

    private static SipParseErrorCode CheckCSeq(SipMessageView message, ReadOnlySpan<byte> value)
    {
        if (!CSeqView.TryScan(value, out var cseq))
            return SipParseErrorCode.CSeq;
        message.NoteCSeq(cseq);
        return message.IsRequest && !cseq.Method.SequenceEqual(message.Method) ? SipParseErrorCode.CSeqMethodMismatch : SipParseErrorCode.None;
    }

    private static bool AreVias(SipMessageView message, ReadOnlySpan<byte> list, bool isTop, out int values)
    {
        values = 0;
        var reader = new SipListReader(list);
        for (; reader.Next(); values++)
        {
            if (!ViaView.TryScan(reader.Value, out var via))
                return false;
            if (isTop && values == 0)
                message.NoteTopVia(via);
        }
        return true;
    }

    private static bool AreNameAddrs(ReadOnlySpan<byte> list, out int values)
    {
        values = 0;
        var reader = new SipListReader(list);
        for (; reader.Next(); values++)
            if (!NameAddrView.TryScan(reader.Value, out _))
                return false;
        return true;
    }
}
