namespace SmartPbx.Sip.Messages;

/// <summary>
/// What makes a well-formed message also a sensible one: mandatory headers (RFC 3261 §8.1.1), single headers once, and the
/// grammar of every header that the stack acts on. Allocates nothing.
/// </summary>
internal static class SipMessageRules
{
    public static SipParseError Check(SipMessageView message)
    {
        var present = default(HeaderSet);
        var bytes = message.Bytes;
        int fields = message.HeaderCount; // a comma list becomes a field per value, and all of them count
        foreach (var slot in message.Slots)
        {
            if (SipHeaderNames.IsSingle(slot.Id) && present.Has(slot.Id))
                return new SipParseError(SipParseErrorCode.RepeatedHeader, slot.NameStart);
            present.Add(slot.Id);
            int values = 1;
            var code = CheckValue(message, slot.Id, slot.ValueIn(bytes), ref values);
            fields += values - 1;
            if (code == SipParseErrorCode.None && fields > message.MaxHeaders)
                code = SipParseErrorCode.TooManyHeaders;
            if (code != SipParseErrorCode.None)
                return new SipParseError(code, slot.ValueStart);
        }
        if (!present.Has(SipHeaderId.Via) || !present.Has(SipHeaderId.From) || !present.Has(SipHeaderId.To)
            || !present.Has(SipHeaderId.CallId) || !present.Has(SipHeaderId.CSeq))
            return new SipParseError(SipParseErrorCode.MissingHeader, 0);
        // A Request-URI must not carry headers (§19.1.1, table 1).
        if (message.IsRequest && (!SipUriView.TryScan(message.Uri, out var uri) || uri.HasHeaders))
            return new SipParseError(SipParseErrorCode.RequestUri, 0);
        return default;
    }

    private static SipParseErrorCode CheckValue(SipMessageView message, SipHeaderId id, ReadOnlySpan<byte> value, ref int values)
    {
        return id switch
        {
            SipHeaderId.Via => AreAllVias(value, out values) ? SipParseErrorCode.None : SipParseErrorCode.Via,
            SipHeaderId.From => NameAddrView.TryScan(value, out _) ? SipParseErrorCode.None : SipParseErrorCode.From,
            SipHeaderId.To => NameAddrView.TryScan(value, out _) ? SipParseErrorCode.None : SipParseErrorCode.To,
            SipHeaderId.CallId => SipGrammar.IsCallId(value) ? SipParseErrorCode.None : SipParseErrorCode.CallId,
            SipHeaderId.CSeq => CheckCSeq(message, value),
            // 0–255 (§20.22)
            SipHeaderId.MaxForwards => SipGrammar.TryNumber(value, 255, out _) ? SipParseErrorCode.None : SipParseErrorCode.MaxForwards,
            SipHeaderId.Contact => value is [(byte)'*'] || AreAllNameAddrs(value, out values) ? SipParseErrorCode.None : SipParseErrorCode.Contact,
            SipHeaderId.Route or SipHeaderId.RecordRoute =>
                AreAllNameAddrs(value, out values) ? SipParseErrorCode.None : SipParseErrorCode.Route,
            _ => SipParseErrorCode.None,
        };
    }

    private static SipParseErrorCode CheckCSeq(SipMessageView message, ReadOnlySpan<byte> value)
    {
        if (!CSeqView.TryScan(value, out var cseq))
            return SipParseErrorCode.CSeq;
        return message.IsRequest && !cseq.Method.SequenceEqual(message.Method) ? SipParseErrorCode.CSeqMethodMismatch : SipParseErrorCode.None;
    }

    private static bool AreAllVias(ReadOnlySpan<byte> list, out int values)
    {
        values = 0;
        var reader = new SipListReader(list);
        for (; reader.Next(); values++)
            if (!ViaView.TryScan(reader.Value, out _))
                return false;
        return true;
    }

    private static bool AreAllNameAddrs(ReadOnlySpan<byte> list, out int values)
    {
        values = 0;
        var reader = new SipListReader(list);
        for (; reader.Next(); values++)
            if (!NameAddrView.TryScan(reader.Value, out _))
                return false;
        return true;
    }

    private struct HeaderSet
    {
        private ulong _bits;

        public readonly bool Has(SipHeaderId id) => (_bits & (1UL << (int)id)) != 0;

        public void Add(SipHeaderId id) => _bits |= 1UL << (int)id;
    }
}
