using System.Buffers;
using System.Runtime.CompilerServices;

namespace SmartPbx.Sip.Messages;

/// <summary>The terminals of RFC 3261 §25.1, over bytes.</summary>
internal static class SipGrammar
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const string Unreserved = Alphanumeric + "-_.!~*'()";
    private const string TokenCharacters = Alphanumeric + "-.!%*_+`'~";
    private const ulong LwsBits = 1UL << ' ' | 1UL << '\t' | 1UL << '\r' | 1UL << '\n';
    private const string LwsCharacters = " \t\r\n";

    private static readonly SipClass[] _classes = BuildClasses();

    private static readonly SearchValues<byte> _lws = SearchValues.Create(" \t\r\n"u8);

    public static SipClass ClassesOf(byte value) => _classes[value];

    public static bool IsToken(ReadOnlySpan<byte> text) => IsAll(text, SipClass.Token);

    public static bool IsToken(ReadOnlySpan<char> text) => IsAll(text, SipClass.Token);

    public static bool IsParameterValue(ReadOnlySpan<char> text) => IsAll(text, SipClass.ParameterValue);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLws(byte value) => value <= ' ' && (LwsBits >> value & 1) != 0;

    public static int IndexOfLws(ReadOnlySpan<byte> text) => text.IndexOfAny(_lws);

    public static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> text) =>
        text.IsEmpty || !IsLws(text[0]) ? text : SkipLws(text);

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) =>
        text.IsEmpty || !IsLws(text[^1]) ? TrimStart(text) : TrimStart(text[..(text.LastIndexOfAnyExcept(_lws) + 1)]);

    // Nearly every text comes without white space around it, so looking at one byte is all there is to do.
    private static ReadOnlySpan<byte> SkipLws(ReadOnlySpan<byte> text)
    {
        int start = text.IndexOfAnyExcept(_lws);
        return start < 0 ? [] : text[start..];
    }

    /// <summary>1*DIGIT up to a maximum; leading zeros are fine (wsinv of RFC 4475 has them).</summary>
    public static bool TryNumber(ReadOnlySpan<byte> text, uint max, out uint value)
    {
        ulong sum = 0;
        value = 0;
        foreach (byte character in text)
        {
            uint digit = (uint)(character - '0');
            sum = sum * 10 + digit;
            if (digit > 9 || sum > max)
                return false;
        }
        value = (uint)sum;
        return !text.IsEmpty;
    }

    /// <summary>Length of the quoted-string at the start, quotes included; 0 when it is not closed (RFC 3261 §25.1).</summary>
    public static int QuotedLength(ReadOnlySpan<byte> text)
    {
        int position = 1;
        while (position < text.Length)
        {
            int step = text[position..].IndexOfAny((byte)'"', (byte)'\\');
            if (step < 0)
                return 0;
            position += step + 1;
            if (text[position - 1] == '"')
                return position;
            // quoted-pair = "\" (%x00-09 / %x0B-0C / %x0E-7F)
            if (position < text.Length && text[position] is (byte)'\r' or (byte)'\n')
                return 0;
            position++;
        }
        return 0;
    }

    private static bool IsAll(ReadOnlySpan<char> text, SipClass allowed)
    {
        foreach (char character in text)
            if (!char.IsAscii(character) || (_classes[character] & allowed) == 0)
                return false;
        return !text.IsEmpty;
    }

    private static bool IsAll(ReadOnlySpan<byte> text, SipClass allowed)
    {
        foreach (byte value in text)
            if ((_classes[value] & allowed) == 0)
                return false;
        return !text.IsEmpty;
    }

    private static SipClass[] BuildClasses()
    {
        var classes = new SipClass[256];
        Add(TokenCharacters, SipClass.Token);
        Add(TokenCharacters + LwsCharacters, SipClass.DisplayName); // *(token LWS)
        // gen-value = token / host / quoted-string; host adds brackets and colons. The rest is in no grammar, but base64 and addresses do
        // turn up as branches and tags, and they must come back to their owner as they were.
        Add(TokenCharacters + "[]:" + "/=@&$#", SipClass.ParameterValue);
        // word = 1*(token chars / "(" / ")" / "<" / ">" / ":" / "\" / DQUOTE / "/" / "[" / "]" / "?" / "{" / "}")
        Add(TokenCharacters + "()<>:\\\"/[]?{}", SipClass.Word);
        Add(Alphanumeric + "+-.", SipClass.Scheme);
        // user = unreserved / escaped / user-unreserved; a bare "#" is what many phones dial, so it passes.
        Add(Unreserved + "&=+$,;?/#", SipClass.User);
        Add(Unreserved + "&=+$,", SipClass.Password);
        Add(Alphanumeric + "-._", SipClass.HostName); // "_" is in no grammar but in many names
        Add(Unreserved + "[]/:&+$", SipClass.UriParameter); // paramchar = param-unreserved / unreserved / escaped
        Add(Unreserved + "[]/?:+$%=&", SipClass.UriHeaders); // hnv-unreserved, unreserved, escaped, and what separates headers
        Add(LwsCharacters, SipClass.Lws);
        for (int value = 0; value < classes.Length; value++)
        {
            if (value is > ' ' and < 0x7F and not ('<' or '>' or '"'))
                classes[value] |= SipClass.OpaqueUri;
            // Without brackets what follows ";" belongs to the header, and "?" or "," may not occur (RFC 3261 §20.10).
            if ((classes[value] & SipClass.Lws) == 0 && value is not (';' or '?' or ','))
                classes[value] |= SipClass.BareUri;
        }
        return classes;

        void Add(string characters, SipClass member)
        {
            foreach (char character in characters)
                classes[character] |= member;
        }
    }
}
