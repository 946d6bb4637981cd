using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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

    private readonly int[] _firstSlots = new int[SipHeaderNames.Count]; // of the headers that were seen
    private ulong[] _delimiters = [];
    private ulong[] _breaks = [];
    private byte[] _array = []; // what a memory costs at every look into it is paid once
    private int _offset;
    private int _length;
    private SipHeaderSlot[] _slots = new SipHeaderSlot[InitialSlots];
    private int _count;
    private SipSlice _method;
    private SipSlice _uri;
    private SipSlice _reason;
    private SipSlice _body;
    private ulong _seen;
    private ulong _repeated;
    private SipMatchingParts _matching;
    private SipParseError _error;

    public bool IsRequest { get; private set; }

    /// <summary>Status code of a response; 0 for a request.</summary>
    public int Status { get; private set; }

    public int HeaderCount => _count;

    internal int MaxHeaders => limits.MaxHeaders;

    /// <summary>Method of a request.</summary>
    public ReadOnlySpan<byte> Method => _method.In(Bytes);

    /// <summary>Request-URI as it came.</summary>
    public ReadOnlySpan<byte> Uri => _uri.In(Bytes);

    public ReadOnlySpan<byte> Reason => _reason.In(Bytes);

    public ReadOnlySpan<byte> Body => _body.In(Bytes);

    internal ReadOnlySpan<byte> Bytes => new(_array, _offset, _length);

    internal int BodyStart => _body.Start;

    internal SipSlice UriSlice => _uri;

    /// <summary>The Request-URI of a valid request.</summary>
    internal bool TryTakeUri(out SipUri uri) => SipUri.Take(Text.Until(_uri.Start + _uri.Length), _uri.Start, out uri) >= 0;

    /// <summary>All of it, marked for the parsers of values.</summary>
    internal SipText Text => new(Bytes, _delimiters);

    /// <summary>Noted by the rules.</summary>
    internal ref SipMatchingParts Matching => ref _matching;

    internal ReadOnlySpan<SipHeaderSlot> Slots => _slots.AsSpan(0, _count);

    /// <summary>
    /// Indexes start line, header fields and body of a datagram; bytes beyond Content-Length are ignored (RFC 3261 §18.3). On
    /// failure what could be read stays readable, so that the request can be answered.
    /// </summary>
    public bool TryParse(ReadOnlyMemory<byte> datagram, out SipParseError error)
    {
        Take(datagram);
        _count = 0;
        _seen = _repeated = 0;
        _method = _uri = _reason = _body = default;
        _matching = default;
        _error = default;
        IsRequest = false;
        Status = 0;
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

    /// <summary>The headers that are there: a bit for each <see cref="SipHeaderId"/>.</summary>
    internal ulong Seen => _seen;

    /// <summary>Those that are there more than once.</summary>
    internal ulong Repeated => _repeated;

    /// <summary>Whether the slot with this index is the first of its header.</summary>
    internal bool IsFirst(int slot) => _firstSlots[(int)_slots[slot].Id] == slot;

    /// <summary>The first value of a header; empty and <c>false</c> when absent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryGet(SipHeaderId id, out ReadOnlySpan<byte> value)
    {
        bool isSeen = (_seen & SipHeaderNames.BitOf(id)) != 0;
        value = isSeen ? ValueOf(_slots[_firstSlots[(int)id]]) : default;
        return isSeen;
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
    internal ReadOnlySpan<byte> Branch => _matching.Branch.In(Bytes);

    /// <summary>Host of the topmost Via.</summary>
    internal ReadOnlySpan<byte> SentByHost => _matching.SentByHost.In(Bytes);

    /// <summary>Port of the topmost Via; -1 when absent.</summary>
    internal int SentByPort => _matching.SentByPort;

    internal ReadOnlySpan<byte> FromTag => _matching.FromTag.In(Bytes);

    internal ReadOnlySpan<byte> ToTag => _matching.ToTag.In(Bytes);

    internal uint CSeqNumber => _matching.CSeqNumber;

    internal ReadOnlySpan<byte> CSeqMethod => _matching.CSeqMethod.In(Bytes);

    /// <summary>The first Via is the topmost; the others are not for us.</summary>
    internal void NoteVia(in ViaView via)
    {
        if (_matching.HasVia)
            return;
        _matching.HasVia = true;
        _matching.Branch = via.Branch;
        _matching.SentByHost = via.Host;
        _matching.SentByPort = via.Port;
    }

    internal ReadOnlySpan<byte> ValueOf(in SipHeaderSlot slot) => slot.Value.In(Bytes);

    /// <summary>A message that owns a copy of the bytes. Call after <see cref="TryValidate"/>.</summary>
    public SipRequest ToRequest() => new(this);

    /// <inheritdoc cref="ToRequest"/>
    public SipResponse ToResponse() => new(this);

    private void Take(ReadOnlyMemory<byte> datagram)
    {
        if (!MemoryMarshal.TryGetArray(datagram, out var segment))
            segment = datagram.ToArray(); // memory that is no array is seldom
        (_array, _offset, _length) = (segment.Array ?? [], segment.Offset, segment.Count);
    }

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
        Mark(bytes);
        int end = SipMarks.Next(_breaks, position);
        while (end < bytes.Length && !bytes[end..].StartsWith("\r\n"u8))
            end = SipMarks.Next(_breaks, end + 1);
        if (end >= bytes.Length || end - position > limits.MaxHeaderBytes)
        {
            Fail(SipParseErrorCode.StartLine, position);
            return;
        }
        ParseStartLine(Text.Until(end), position);
        ParseHeaders(bytes, end + SipMarks.BreakLength);
    }

    private void Mark(ReadOnlySpan<byte> bytes)
    {
        int words = SipMarks.WordsFor(bytes.Length);
        if (words > _breaks.Length)
            (_breaks, _delimiters) = (new ulong[words], new ulong[words]);
        SipMarks.Find(bytes, _delimiters, _breaks);
    }

    private void ParseStartLine(in SipText line, int start)
    {
        var error = SipStartLineView.Scan(line, start, out var view);
        if (error.Code != SipParseErrorCode.None)
            Fail(error.Code, error.Offset);
        IsRequest = view.IsRequest;
        Status = view.Status;
        _method = view.Method;
        _uri = view.Uri;
        _reason = view.Reason;
    }

    private void ParseHeaders(ReadOnlySpan<byte> bytes, int start)
    {
        var text = Text;
        var reader = new SipFieldReader(bytes, _breaks, start, limits.MaxHeaderBytes);
        while (reader.Read())
        {
            if (_count == limits.MaxHeaders)
            {
                Fail(SipParseErrorCode.TooManyHeaders, reader.Start);
                return;
            }
            if (reader.HasStrayBreak || !TryAdd(text, reader.Start, reader.End))
                Fail(SipParseErrorCode.HeaderSyntax, reader.Start);
        }
        if (reader.Error == SipParseErrorCode.None)
            FindBody(bytes.Length, reader.Next);
        else
            Fail(reader.Error, reader.Start);
    }

    // message-header = field-name HCOLON field-value; HCOLON = *( SP / HTAB ) ":" SWS
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryAdd(in SipText text, int start, int end)
    {
        int nameEnd = text.Run(start, SipClass.Token);
        int colon = nameEnd;
        while (text[colon] is (byte)' ' or (byte)'\t')
            colon++;
        if (nameEnd == start || text[colon] != ':')
            return false;
        int value = colon + 1;
        while (value < end && SipGrammar.IsLws(text[value]))
            value++;
        while (value < end && SipGrammar.IsLws(text[end - 1]))
            end--;
        if (_count == _slots.Length)
            Array.Resize(ref _slots, _slots.Length * 2);
        ref var slot = ref _slots[_count];
        slot.Name = SipSlice.Between(start, nameEnd);
        slot.Value = SipSlice.Between(value, end);
        slot.Id = SipHeaderNames.IdOf(Bytes, start, nameEnd - start);
        Note(slot.Id);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Note(SipHeaderId id)
    {
        ulong bit = SipHeaderNames.BitOf(id);
        if ((_seen & bit) == 0)
            _firstSlots[(int)id] = _count;
        _repeated |= _seen & bit;
        _seen |= bit;
        _count++;
    }

    private void FindBody(int end, int start)
    {
        int length = end - start;
        bool isSeen = false;
        int first = (_seen & SipHeaderNames.BitOf(SipHeaderId.ContentLength)) == 0 ? _count : _firstSlots[(int)SipHeaderId.ContentLength];
        for (int i = first; i < _count; i++)
        {
            if (_slots[i].Id != SipHeaderId.ContentLength)
                continue;
            if (!SipGrammar.TryNumber(ValueOf(_slots[i]), int.MaxValue, out uint value) || (isSeen && value != length))
            {
                Fail(SipParseErrorCode.ContentLength, _slots[i].Name.Start);
                return;
            }
            isSeen = true;
            length = (int)value;
        }
        if (length > end - start)
            Fail(SipParseErrorCode.Incomplete, start);
        else
            _body = new SipSlice(start, length);
    }

    private void Fail(SipParseErrorCode code, int offset)
    {
        if (_error.Code == SipParseErrorCode.None)
            _error = new SipParseError(code, offset);
    }
}
