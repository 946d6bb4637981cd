namespace SmartPbx.Sip.Messages;

/// <summary>
/// A parsed message as an index over its bytes: nothing is copied, no string is made, and an instance can be used again, then
/// without any allocation. The bytes belong to the caller and must not change while the view is used.
/// </summary>
/// <remarks>
/// <c>SIP-message = (Request-Line / Status-Line) *(message-header) CRLF [message-body]</c> (RFC 3261 §25.1). Every byte is
/// looked at a bounded number of times, whatever a peer sends.
/// </remarks>
public sealed class SipMessageView(SipLimits limits)
{
    private const int InitialSlots = 32;

    private readonly int[] _firstSlots = new int[SipHeaderNames.Count];
    private ReadOnlyMemory<byte> _bytes;
    private SipHeaderSlot[] _slots = new SipHeaderSlot[InitialSlots];
    private int _count;
    private Range _method;
    private Range _uri;
    private Range _reason;
    private Range _body;
    private SipMatchingParts _matching;
    private SipParseError _error;

    public bool IsRequest { get; private set; }

    /// <summary>Status code of a response; 0 for a request.</summary>
    public int Status { get; private set; }

    public int HeaderCount => _count;

    internal int MaxHeaders => limits.MaxHeaders;

    /// <summary>Method of a request.</summary>
    public ReadOnlySpan<byte> Method => _bytes.Span[_method];

    /// <summary>Request-URI as it came.</summary>
    public ReadOnlySpan<byte> Uri => _bytes.Span[_uri];

    public ReadOnlySpan<byte> Reason => _bytes.Span[_reason];

    public ReadOnlySpan<byte> Body => _bytes.Span[_body];

    internal ReadOnlySpan<byte> Bytes => _bytes.Span;

    internal int BodyStart => _body.Start.Value;

    internal ReadOnlySpan<SipHeaderSlot> Slots => _slots.AsSpan(0, _count);

    /// <summary>
    /// Indexes start line, header fields and body of a datagram; bytes beyond Content-Length are ignored (RFC 3261 §18.3). On
    /// failure what could be read stays readable, so that the request can be answered.
    /// </summary>
    public bool TryParse(ReadOnlyMemory<byte> datagram, out SipParseError error)
    {
        _bytes = datagram;
        _count = 0;
        _method = _uri = _reason = _body = default;
        _matching = default;
        _error = default;
        IsRequest = false;
        Status = 0;
        Array.Clear(_firstSlots);
        if (datagram.Length > limits.MaxMessageBytes)
            Fail(SipParseErrorCode.MessageTooLarge, 0);
        else
            ParseAll(datagram.Span);
        error = _error;
        return _error.Code == SipParseErrorCode.None;
    }

    /// <summary>Checks what every element must check before it believes a message (RFC 3261 §8.1.1, §8.2, §18.3).</summary>
    public bool TryValidate(out SipParseError error)
    {
        error = SipMessageRules.Check(this);
        return error.Code == SipParseErrorCode.None;
    }

    internal bool Has(SipHeaderId id) => _firstSlots[(int)id] != 0;

    /// <summary>Whether the slot with this index is the first of its header.</summary>
    internal bool IsFirst(int slot) => _firstSlots[(int)_slots[slot].Id] == slot + 1;

    /// <summary>The first value of a header; empty and <c>false</c> when absent.</summary>
    internal bool TryGet(SipHeaderId id, out ReadOnlySpan<byte> value)
    {
        int first = _firstSlots[(int)id];
        value = first == 0 ? default : ValueOf(_slots[first - 1]);
        return first != 0;
    }

    /// <summary>How many values a header has, comma lists taken apart.</summary>
    internal int CountValues(SipHeaderId id)
    {
        int count = 0;
        foreach (var slot in Slots)
        {
            if (slot.Id != id)
                continue;
            var reader = new SipListReader(ValueOf(slot));
            while (reader.Next())
                count++;
        }
        return count;
    }

    /// <summary>Branch of the topmost Via; like all that follows empty before <see cref="TryValidate"/> and when absent.</summary>
    internal ReadOnlySpan<byte> Branch => _bytes.Span[_matching.Branch];

    /// <summary>Host of the topmost Via.</summary>
    internal ReadOnlySpan<byte> SentByHost => _bytes.Span[_matching.SentByHost];

    /// <summary>Port of the topmost Via; -1 when absent.</summary>
    internal int SentByPort => _matching.SentByPort;

    internal ReadOnlySpan<byte> FromTag => _bytes.Span[_matching.FromTag];

    internal ReadOnlySpan<byte> ToTag => _bytes.Span[_matching.ToTag];

    internal uint CSeqNumber => _matching.CSeqNumber;

    internal ReadOnlySpan<byte> CSeqMethod => _bytes.Span[_matching.CSeqMethod];

    internal void NoteTopVia(in ViaView via)
    {
        _matching.Branch = RangeOf(via.Branch);
        _matching.SentByHost = RangeOf(via.Host);
        _matching.SentByPort = via.Port;
    }

    internal void NoteFrom(in NameAddrView from) => _matching.FromTag = RangeOf(from.Tag);

    internal void NoteTo(in NameAddrView to) => _matching.ToTag = RangeOf(to.Tag);

    internal void NoteCSeq(in CSeqView cseq)
    {
        _matching.CSeqNumber = cseq.Number;
        _matching.CSeqMethod = RangeOf(cseq.Method);
    }

    internal ReadOnlySpan<byte> ValueOf(SipHeaderSlot slot) => slot.ValueIn(_bytes.Span);

    /// <summary>A message that owns a copy of the bytes. Call after <see cref="TryValidate"/>.</summary>
    public SipRequest ToRequest() => new(this);

    /// <inheritdoc cref="ToRequest"/>
    public SipResponse ToResponse() => new(this);

    private void ParseAll(ReadOnlySpan<byte> bytes)
    {
        int position = 0;
        // "Implementations SHOULD ignore any CRLF before the start-line" (§7.5); these are also keep-alives (RFC 5626 §3.5.1).
        while (bytes[position..].StartsWith("\r\n"u8))
            position += 2;
        if (position == bytes.Length)
        {
            Fail(SipParseErrorCode.Empty, 0);
            return;
        }
        int length = bytes.Slice(position, Math.Min(bytes.Length - position, limits.MaxHeaderBytes + 2)).IndexOf("\r\n"u8);
        if (length < 0)
        {
            Fail(SipParseErrorCode.StartLine, position);
            return;
        }
        ParseStartLine(bytes.Slice(position, length), position);
        ParseHeaders(bytes, position + length + 2);
    }

    private void ParseStartLine(ReadOnlySpan<byte> line, int offset)
    {
        var error = SipStartLineView.Scan(line, out var view);
        if (error.Code != SipParseErrorCode.None)
            Fail(error.Code, offset + error.Offset);
        IsRequest = view.IsRequest;
        Status = view.Status;
        _method = RangeOf(view.Method);
        _uri = RangeOf(view.Uri);
        _reason = RangeOf(view.Reason);
    }

    private void ParseHeaders(ReadOnlySpan<byte> bytes, int start)
    {
        var reader = new SipFieldReader(bytes, start, limits.MaxHeaderBytes);
        while (reader.Read())
        {
            if (_count == limits.MaxHeaders)
            {
                Fail(SipParseErrorCode.TooManyHeaders, reader.Start);
                return;
            }
            if (reader.HasStrayBreak || !TryAdd(reader.Field, reader.Start))
                Fail(SipParseErrorCode.HeaderSyntax, reader.Start);
        }
        if (reader.Error == SipParseErrorCode.None)
            FindBody(bytes.Length, reader.Next);
        else
            Fail(reader.Error, reader.Start);
    }

    // message-header = field-name HCOLON field-value; HCOLON = *( SP / HTAB ) ":" SWS
    private bool TryAdd(ReadOnlySpan<byte> field, int offset)
    {
        int length = SipGrammar.TokenLength(field);
        int colon = length;
        while (colon < field.Length && field[colon] is (byte)' ' or (byte)'\t')
            colon++;
        if (length == 0 || colon == field.Length || field[colon] != ':')
            return false;
        var value = SipGrammar.TrimStart(field[(colon + 1)..]);
        int valueStart = offset + field.Length - value.Length;
        if (_count == _slots.Length)
            Array.Resize(ref _slots, _slots.Length * 2);
        var id = SipHeaderNames.IdOf(field[..length]);
        _slots[_count++] = new SipHeaderSlot(id, offset, length, valueStart, SipGrammar.Trim(value).Length);
        ref int first = ref _firstSlots[(int)id];
        if (first == 0)
            first = _count;
        return true;
    }

    private void FindBody(int end, int start)
    {
        int length = end - start;
        bool isSeen = false;
        for (int i = Math.Max(_firstSlots[(int)SipHeaderId.ContentLength] - 1, 0); i < _count; i++)
        {
            if (_slots[i].Id != SipHeaderId.ContentLength)
                continue;
            if (!SipGrammar.TryNumber(ValueOf(_slots[i]), int.MaxValue, out uint value) || (isSeen && value != length))
            {
                Fail(SipParseErrorCode.ContentLength, _slots[i].NameStart);
                return;
            }
            isSeen = true;
            length = (int)value;
        }
        if (length > end - start)
            Fail(SipParseErrorCode.Incomplete, start);
        else
            _body = start..(start + length);
    }

    private Range RangeOf(ReadOnlySpan<byte> part) => _bytes.Span.Overlaps(part, out int offset) ? offset..(offset + part.Length) : default;

    private void Fail(SipParseErrorCode code, int offset)
    {
        if (_error.Code == SipParseErrorCode.None)
            _error = new SipParseError(code, offset);
    }
}
