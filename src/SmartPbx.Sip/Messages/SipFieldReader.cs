namespace SmartPbx.Sip.Messages;

/// <summary>
/// Walks the header fields of a message, folded lines included, up to the empty line before the body (RFC 3261 §7.3.1). Every byte is looked at
/// once, however many line ends a peer sends.
/// </summary>
internal ref struct SipFieldReader(ReadOnlySpan<byte> bytes, int start, int maxFieldBytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Where <see cref="Field"/> begins.</summary>
    public int Start { get; private set; } = start;

    /// <summary>Where the next field or, at the end, the body begins.</summary>
    public int Next { get; private set; } = start;

    /// <summary>Without the CRLF that ends it.</summary>
    public readonly ReadOnlySpan<byte> Field => _bytes[Start..(Next - 2)];

    /// <summary>A bare CR or LF inside the field would become a line of its own for a laxer element behind us.</summary>
    public bool HasStrayBreak { get; private set; }

    public SipParseErrorCode Error { get; private set; }

    /// <summary><c>false</c> at the empty line, and with an <see cref="Error"/> where none can be found.</summary>
    public bool Read()
    {
        Start = Next;
        HasStrayBreak = false;
        var rest = _bytes[Start..];
        if (rest.StartsWith("\r\n"u8))
        {
            Next += 2;
            return false;
        }
        int length = FieldLength(rest[..Math.Min(rest.Length, maxFieldBytes + 2)]);
        if (length < 0)
        {
            // Without the empty line after the headers a message is not all there (baddn of RFC 4475 ends like this too).
            Error = rest.Length > maxFieldBytes ? SipParseErrorCode.HeaderTooLong : SipParseErrorCode.Incomplete;
            return false;
        }
        Next += length + 2;
        return true;
    }

    /// <summary>-1 when the field does not end within the window.</summary>
    private int FieldLength(ReadOnlySpan<byte> window)
    {
        int length = 0;
        while (true)
        {
            int step = window[length..].IndexOfAny((byte)'\r', (byte)'\n');
            if (step < 0)
                return -1;
            length += step;
            if (!window[length..].StartsWith("\r\n"u8))
            {
                HasStrayBreak = true;
                length++;
            }
            else if (IsFolded(length + 2))
                length += 2;
            else
                return length;
        }
    }

    private readonly bool IsFolded(int nextLine) =>
        Start + nextLine < _bytes.Length && _bytes[Start + nextLine] is (byte)' ' or (byte)'\t';
}
