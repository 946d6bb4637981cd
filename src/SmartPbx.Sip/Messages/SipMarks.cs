using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SmartPbx.Sip.Messages;

/// <summary>
/// One bit for each byte of a text, set where a parser has to stop and look: found with vectors in one pass, so that what lies between is
/// never walked byte by byte. The bit behind the last byte is always set.
/// </summary>
internal static class SipMarks
{
    /// <summary>Bytes of CRLF.</summary>
    public const int BreakLength = 2;

    private const int BytesPerWord = 64;
    private const byte CaseBit = 0x20;

    /// <summary>Words of marks that a text of this length needs.</summary>
    public static int WordsFor(int length) => length / BytesPerWord + 1;

    /// <summary>
    /// Marks the delimiters, which are all but letters, digits, "-" and "." (those belong to every class of the grammar), and the breaks,
    /// CR and LF.
    /// </summary>
    public static void Find(ReadOnlySpan<byte> text, Span<ulong> delimiters, Span<ulong> breaks)
    {
        int word = 0;
        var rest = text;
        for (; rest.Length >= BytesPerWord; rest = rest[BytesPerWord..])
        {
            var bytes = Vector512.Create(rest);
            delimiters[word] = Delimiters(bytes);
            breaks[word++] = Breaks(bytes);
        }
        // The last bytes once more with what lies before them, so that a whole word can be read.
        Span<byte> few = stackalloc byte[BytesPerWord];
        if (text.Length < BytesPerWord)
            text.CopyTo(few[^text.Length..]);
        var last = Vector512.Create(text.Length < BytesPerWord ? few : text[^BytesPerWord..]);
        ulong behind = ulong.MaxValue << rest.Length;
        delimiters[word] = Shift(Delimiters(last), rest.Length) | behind;
        breaks[word] = Shift(Breaks(last), rest.Length) | behind;
    }

    /// <summary>The first mark at a place or behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Next(ReadOnlySpan<ulong> marks, int at)
    {
        int word = (int)((uint)at / BytesPerWord);
        ulong rest = marks[word] >> at << at; // shifts count modulo 64
        while (rest == 0)
            rest = marks[++word];
        return word * BytesPerWord + BitOperations.TrailingZeroCount(rest);
    }

    // Keeps the last bits, at the bottom.
    private static ulong Shift(ulong marks, int kept) => kept == 0 ? 0 : marks >> BytesPerWord - kept;

    private static ulong Delimiters(Vector512<byte> bytes)
    {
        ulong letters = Between(bytes | Vector512.Create(CaseBit), 'a', 'z');
        ulong others = Between(bytes, '-', '9') & ~Equal(bytes, '/'); // "-" and "." lie before "/" and the digits
        return ~(letters | others);
    }

    private static ulong Breaks(Vector512<byte> bytes) => Equal(bytes, '\r') | Equal(bytes, '\n');

    private static ulong Between(Vector512<byte> bytes, char first, char last) =>
        Vector512.LessThanOrEqual(bytes - Vector512.Create((byte)first), Vector512.Create((byte)(last - first))).ExtractMostSignificantBits();

    private static ulong Equal(Vector512<byte> bytes, char value) =>
        Vector512.Equals(bytes, Vector512.Create((byte)value)).ExtractMostSignificantBits();
}
