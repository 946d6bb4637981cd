using System.Text;

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

    private ReadOnlyMemory<byte> _bytes;
    private SipHeaderSlot[] _slots = new SipHeaderSlot[InitialSlots];
    private int _count;
    private Range _method;
    private Range _uri;
    private Range _reason;
    private Range _body;
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

    /// <summary>The first value of a header; empty and <c>false</c> when absent.</summary>
    internal bool TryGet(SipHeaderId id, out ReadOnlySpan<byte> value)
    {
        foreach (ref readonly var slot in Slots)
        {
            if (slot.Id != id)
                continue;
            value = slot.ValueIn(_bytes.Span);
            return true;
        }
        value = default;
        return false;
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
        int end = LineLength(bytes[position..]);
        if (end < 0)
        {
            Fail(SipParseErrorCode.StartLine, position);
            return;
        }
        ParseStartLine(bytes.Slice(position, end), position);
        int bodyStart = ParseHeaders(bytes, position + end + 2);
        if (bodyStart >= 0)
            FindBody(bytes, bodyStart);
    }

    private void ParseStartLine(ReadOnlySpan<byte> line, int offset)
    {
        if (line.StartsWith("SIP/"u8))
        {
            ParseStatusLine(line, offset);
            return;
        }
        // Request-Line = Method SP Request-URI SP SIP-Version (§7.1)
        IsRequest = true;
        int first = line.IndexOf((byte)' ');
        int last = line.LastIndexOf((byte)' ');
        if (first <= 0 || last == first || !SipGrammar.IsToken(line[..first]))
        {
            Fail(SipParseErrorCode.StartLine, offset);
            return;
        }
        _method = offset..(offset + first);
        _uri = (offset + first + 1)..(offset + last);
        var version = line[(last + 1)..];
        if (SipGrammar.IndexOfLws(Uri) >= 0 || Uri.IsEmpty || !IsVersionSyntax(version))
            Fail(SipParseErrorCode.StartLine, offset);
        else if (!Ascii.EqualsIgnoreCase(version, "SIP/2.0"u8))
            Fail(SipParseErrorCode.UnsupportedVersion, offset + last + 1);
    }

    // Status-Line = SIP-Version SP Status-Code SP Reason-Phrase (§7.2); the code has exactly three digits.
    private void ParseStatusLine(ReadOnlySpan<byte> line, int offset)
    {
        const int CodeStart = 8;
        const int ReasonStart = 12;
        if (!line.StartsWith("SIP/2.0 "u8))
            Fail(SipParseErrorCode.UnsupportedVersion, offset);
        else if (line.Length < ReasonStart || line[ReasonStart - 1] != ' '
            || !SipGrammar.TryNumber(line[CodeStart..(ReasonStart - 1)], 699, out uint status) || status < 100)
            Fail(SipParseErrorCode.StatusCode, offset + CodeStart);
        else
        {
            Status = (int)status;
            _reason = (offset + ReasonStart)..(offset + line.Length);
        }
    }

    /// <summary>Indexes the header fields; gives the start of the body, or -1 when it cannot be found.</summary>
    private int ParseHeaders(ReadOnlySpan<byte> bytes, int position)
    {
        while (position < bytes.Length)
        {
            if (bytes[position..].StartsWith("\r\n"u8))
                return position + 2;
            int length = FieldLength(bytes[position..]);
            if (length < 0)
            {
                Fail(-length > limits.MaxHeaderBytes ? SipParseErrorCode.HeaderTooLong : SipParseErrorCode.Incomplete, position);
                return -1;
            }
            if (_count == limits.MaxHeaders)
            {
                Fail(SipParseErrorCode.TooManyHeaders, position);
                return -1;
            }
            AddField(bytes.Slice(position, length), position);
            position += length + 2;
        }
        // The empty line after the headers is missing (baddn of RFC 4475 ends like this too).
        Fail(SipParseErrorCode.Incomplete, position);
        return -1;
    }

    /// <summary>
    /// Length of a header field with its folded lines, without the last CRLF. Negative, and as long as what was looked at, when
    /// there is no end within the limit.
    /// </summary>
    private int FieldLength(ReadOnlySpan<byte> text)
    {
        int scanned = 0;
        while (true)
        {
            int line = LineLength(text[scanned..]);
            if (line < 0 || scanned + line > limits.MaxHeaderBytes)
                return -Math.Max(line < 0 ? Math.Min(text.Length, limits.MaxHeaderBytes + 1) : scanned + line, 1);
            scanned += line;
            if (scanned + 2 >= text.Length || text[scanned + 2] is not ((byte)' ' or (byte)'\t'))
                return scanned;
            scanned += 2;
        }
    }

    private int LineLength(ReadOnlySpan<byte> text) =>
        text[..Math.Min(text.Length, limits.MaxHeaderBytes + 2)].IndexOf("\r\n"u8);

    // message-header = field-name HCOLON field-value; HCOLON = *( SP / HTAB ) ":" SWS
    private void AddField(ReadOnlySpan<byte> field, int offset)
    {
        int colon = field.IndexOf((byte)':');
        var name = colon < 0 ? default : field[..colon].TrimEnd(" \t"u8);
        var id = SipHeaderNames.IdOf(name);
        if ((id == SipHeaderId.Other && !SipGrammar.IsToken(name)) || HasStrayBreak(field))
        {
            Fail(SipParseErrorCode.HeaderSyntax, offset);
            return;
        }
        var rest = field[(colon + 1)..];
        var value = SipGrammar.TrimStart(rest);
        int valueStart = offset + field.Length - value.Length;
        if (_count == _slots.Length)
            Array.Resize(ref _slots, _slots.Length * 2);
        _slots[_count++] = new SipHeaderSlot(id, offset, name.Length, valueStart, SipGrammar.Trim(value).Length);
    }

    // A bare CR or LF inside a field would become a line of its own for a laxer element behind us.
    private static bool HasStrayBreak(ReadOnlySpan<byte> field)
    {
        while (true)
        {
            int index = field.IndexOfAny((byte)'\r', (byte)'\n');
            if (index < 0)
                return false;
            if (!field[index..].StartsWith("\r\n"u8))
                return true;
            field = field[(index + 2)..];
        }
    }

    private void FindBody(ReadOnlySpan<byte> bytes, int start)
    {
        int available = bytes.Length - start;
        int length = available;
        bool isSeen = false;
        foreach (var slot in Slots)
        {
            if (slot.Id != SipHeaderId.ContentLength)
                continue;
            if (!SipGrammar.TryNumber(ValueOf(slot), int.MaxValue, out uint value) || (isSeen && value != length))
            {
                Fail(SipParseErrorCode.ContentLength, slot.NameStart);
                return;
            }
            isSeen = true;
            length = (int)value;
        }
        if (length > available)
            Fail(SipParseErrorCode.Incomplete, start);
        else
            _body = start..(start + length);
    }

    private static bool IsVersionSyntax(ReadOnlySpan<byte> version) =>
        version.Length >= 7 && Ascii.EqualsIgnoreCase(version[..4], "SIP/"u8) && SipGrammar.IndexOfLws(version) < 0;

    private void Fail(SipParseErrorCode code, int offset)
    {
        if (_error.Code == SipParseErrorCode.None)
            _error = new SipParseError(code, offset);
    }
}
