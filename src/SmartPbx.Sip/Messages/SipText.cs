using System.Runtime.CompilerServices;

namespace SmartPbx.Sip.Messages;

/// <summary>
/// Bytes to be taken apart from left to right, up to <see cref="End"/>. Every method takes a place and gives the place behind what it
/// found, by value, so that it stays in a register; nothing is looked at twice.
/// </summary>
internal readonly ref struct SipText
{
    /// <summary>The place behind what is not as the grammar wants it.</summary>
    public const int Broken = -1;

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
        return parser(new SipText(trimmed, delimiters), 0, out value) == trimmed.Length;
    }

    public int End => _bytes.Length;

    /// <summary>The byte at a place; 0, which no grammar has, from the end on.</summary>
    public byte this[int at]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var bytes = _bytes; // a copy, so that the bounds are checked once
            return (uint)at < (uint)bytes.Length ? bytes[at] : (byte)0;
        }
    }

    public ReadOnlySpan<byte> this[SipSlice slice] => slice.In(_bytes);

    /// <summary>The same text with an earlier end.</summary>
    public SipText Until(int end) => new(_bytes[..end], _delimiters);

    /// <summary>Whether these bytes stand at a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // of a constant text this is one comparison
    public bool Has(ReadOnlySpan<byte> bytes, int at) => _bytes[at..].StartsWith(bytes);

    /// <summary>The end of <c>*class</c>.</summary>
    public int Run(int at, SipClass allowed)
    {
        var bytes = _bytes;
        while (true)
        {
            at = SipMarks.Next(_delimiters, at);
            if ((uint)at >= (uint)bytes.Length)
                return bytes.Length;
            if ((SipGrammar.ClassesOf(bytes[at]) & allowed) == 0)
                return at;
            at++;
        }
    }

    /// <summary>The end of <c>1*( class / escaped )</c>; its complement, which is negative, when empty or with broken escapes (RFC 3261 §19.1.2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int RunEscaped(int at, SipClass allowed)
    {
        int end = Run(at, allowed);
        return this[end] == '%' ? RunEscapes(at, end, allowed) : end > at ? end : ~end;
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // few texts have escapes
    private int RunEscapes(int at, int end, SipClass allowed)
    {
        while (this[end] == '%')
            end = Run(end + 1, allowed);
        return SipEscaping.IsValid(_bytes[at..end]) ? end : ~end;
    }

    /// <summary>The end of <c>*LWS</c>, of which there is seldom any.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int SkipLws(int at) => SipGrammar.IsLws(this[at]) ? SkipRun(at) : at;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int SkipRun(int at)
    {
        do
            at++;
        while (SipGrammar.IsLws(this[at]));
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
