namespace SmartPbx.Sip.Messages;

/// <summary>
/// Bytes to be taken apart from left to right, up to <see cref="End"/>. Every method takes a place and gives the place behind what it
/// found; nothing is looked at twice.
/// </summary>
internal readonly ref struct SipText
{
    private const int MaxBytes = 65_535; // of a text that is parsed by itself: as much as a message may have

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ReadOnlySpan<ulong> _delimiters;

    /// <param name="bytes">All bytes.</param>
    /// <param name="delimiters">Their marks, as <see cref="SipMarks.Find"/> leaves them.</param>
    public SipText(ReadOnlySpan<byte> bytes, ReadOnlySpan<ulong> delimiters)
    {
        _bytes = bytes;
        _delimiters = delimiters;
    }

    /// <summary>Parses a text that is one value and nothing else but white space around it.</summary>
    public static bool TryParse<T>(ReadOnlySpan<byte> text, SipTextParser<T> parser, out T value)
    {
        var trimmed = SipGrammar.Trim(text);
        if (trimmed.Length > MaxBytes)
            trimmed = default; // no value is empty
        int words = SipMarks.WordsFor(trimmed.Length);
        Span<ulong> marks = stackalloc ulong[2 * words];
        var delimiters = marks[..words];
        SipMarks.Find(trimmed, delimiters, marks[words..]);
        int at = 0;
        return parser(new SipText(trimmed, delimiters), ref at, out value) && at == trimmed.Length;
    }

    public int End => _bytes.Length;

    /// <summary>The byte at a place; 0, which no grammar has, from the end on.</summary>
    public byte this[int at] => (uint)at < (uint)_bytes.Length ? _bytes[at] : (byte)0;

    public ReadOnlySpan<byte> this[SipSlice slice] => slice.In(_bytes);

    /// <summary>The same text with an earlier end.</summary>
    public SipText Until(int end) => new(_bytes[..end], _delimiters);

    /// <summary>Whether these bytes stand at a place.</summary>
    public bool Has(ReadOnlySpan<byte> bytes, int at) => _bytes[at..].StartsWith(bytes);

    /// <summary>The end of <c>*class</c>.</summary>
    public int Run(int at, SipClass allowed)
    {
        while (true)
        {
            at = SipMarks.Next(_delimiters, at);
            if (at >= _bytes.Length)
                return _bytes.Length;
            if ((SipGrammar.ClassesOf(_bytes[at]) & allowed) == 0)
                return at;
            at++;
        }
    }

    /// <summary>The end of <c>1*( class / escaped )</c>; <c>false</c> when empty or with broken escapes (RFC 3261 §19.1.2).</summary>
    public bool TryRunEscaped(int at, SipClass allowed, out int end)
    {
        end = Run(at, allowed);
        if (this[end] != '%')
            return end > at;
        while (this[end] == '%')
            end = Run(end + 1, allowed);
        return SipEscaping.IsValid(_bytes[at..end]);
    }

    public int SkipLws(int at)
    {
        while (SipGrammar.IsLws(this[at]))
            at++;
        return at;
    }

    /// <summary>The end of <c>*DIGIT</c>.</summary>
    public int SkipDigits(int at)
    {
        while (char.IsAsciiDigit((char)this[at]))
            at++;
        return at;
    }

    /// <summary>The end of the quoted-string that begins here; the place itself when it is not closed.</summary>
    public int SkipQuoted(int at) => at + SipGrammar.QuotedLength(_bytes[at..]);
}
