using System.Buffers.Binary;
using System.Text;

namespace SmartPbx.Sip.Messages;

/// <summary>
/// Strings of what peers say again and again: hosts, product names, lists of methods, lines of descriptions. A text that came lately is the same string, so
/// that a call makes few of them. Thread-safe without a lock: of two that share a place the later one stays. Not for what is said once, such as tags and
/// Call-IDs, and not for secrets.
/// </summary>
internal static class RecentTexts
{
    private const int Places = 1_024; // a power of two
    private const int MaxBytes = 160; // of a text that is kept
    private const int HeadBytes = sizeof(ulong);
    private const ulong Mix = 0x9E37_79B9_7F4A_7C15; // 2^64 divided by the golden ratio spreads what lies close together
    private const int MixShift = 32;

    private static readonly string?[] _texts = new string?[Places];

    public static string Of(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > MaxBytes)
            return Encoding.UTF8.GetString(text);
        ref string? place = ref _texts[PlaceOf(text)];
        string? known = Volatile.Read(ref place);
        if (known is not null && Ascii.Equals(text, known))
            return known;
        string made = Encoding.UTF8.GetString(text);
        Volatile.Write(ref place, made);
        return made;
    }

    // By length, beginning and end.
    private static int PlaceOf(ReadOnlySpan<byte> text)
    {
        ulong sum = (uint)text.Length;
        if (text.Length >= HeadBytes)
            sum = (BinaryPrimitives.ReadUInt64LittleEndian(text) * Mix ^ BinaryPrimitives.ReadUInt64LittleEndian(text[^HeadBytes..])) + sum;
        else
            foreach (byte value in text)
                sum = sum << 8 | value;
        return (int)(sum * Mix >> MixShift) & (Places - 1);
    }
}
