using System.Runtime.CompilerServices;

namespace SmartPbx.Sip.Messages;

/// <summary>
/// Walks the header fields of a message, folded lines included, up to the empty line before the body (RFC 3261 §7.3.1), from one
/// marked line end to the next.
/// </summary>
internal ref struct SipFieldReader(ReadOnlySpan<byte> bytes, ReadOnlySpan<ulong> breaks, int start, int maxFieldBytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly ReadOnlySpan<ulong> _breaks = breaks;

    /// <summary>Where the field begins.</summary>
    public int Start { get; private set; } = start;

    /// <summary>Where the CRLF begins that ends the field.</summary>
    public int End { get; private set; } = start - SipMarks.BreakLength;

    /// <summary>A bare CR or LF inside the field would become a line of its own for a laxer element behind us.</summary>
    public bool HasStrayBreak { get; private set; }

    public SipParseErrorCode Error { get; private set; }

    /// <summary>Where the next field or, at the end, the body begins.</summary>
    public readonly int Next => End + SipMarks.BreakLength;

    /// <summary><c>false</c> at the empty line, and with an <see cref="Error"/> where none can be found.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read()
    {
        Start = Next;
        HasStrayBreak = false;
        int end = FindEnd(Start);
        if (end < 0)
        {
            // Without the empty line after the headers a message is not all there (baddn of RFC 4475 ends like this too).
            Error = _bytes.Length - Start > maxFieldBytes ? SipParseErrorCode.HeaderTooLong : SipParseErrorCode.Incomplete;
            return false;
        }
        End = end;
        return end > Start;
    }

    /// <summary>-1 when the field does not end within the limit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FindEnd(int at)
    {
        int last = Math.Min(_bytes.Length - SipMarks.BreakLength, Start + maxFieldBytes);
        while (true)
        {
            at = SipMarks.Next(_breaks, at);
            if (at > last)
                return -1;
            if (_bytes[at] != '\r' || _bytes[at + 1] != '\n')
            {
                HasStrayBreak = true;
                at++;
            }
            else if (at > Start && IsFolded(at + SipMarks.BreakLength))
                at += SipMarks.BreakLength;
            else
                return at;
        }
    }

    private readonly bool IsFolded(int nextLine) => nextLine < _bytes.Length && _bytes[nextLine] is (byte)' ' or (byte)'\t';
}
