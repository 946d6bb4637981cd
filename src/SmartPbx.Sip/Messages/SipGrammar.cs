using System.Buffers;

namespace SmartPbx.Sip.Messages;

/// <summary>The terminals of RFC 3261 §25.1, over bytes.</summary>
internal static class SipGrammar
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const string Unreserved = Alphanumeric + "-_.!~*'()";

    /// <summary>token = 1*(alphanum / "-" / "." / "!" / "%" / "*" / "_" / "+" / "`" / "'" / "~")</summary>
    private static readonly SearchValues<byte> _token = Set(Alphanumeric + "-.!%*_+`'~");

    private static readonly SearchValues<byte> _displayName = Set(Alphanumeric + "-.!%*_+`'~ \t\r\n");

    /// <summary>
    /// gen-value = token / host / quoted-string; host adds brackets and colons. The rest is in no grammar, but base64 and addresses do
    /// turn up as branches and tags, and they must come back to their owner as they were.
    /// </summary>
    private static readonly SearchValues<byte> _parameterValue = Set(Alphanumeric + "-.!%*_+`'~[]:" + "/=@&$#");

    /// <summary>word = 1*(token chars / "(" / ")" / "&lt;" / "&gt;" / ":" / "\" / DQUOTE / "/" / "[" / "]" / "?" / "{" / "}")</summary>
    private static readonly SearchValues<byte> _word = Set(Alphanumeric + "-.!%*_+`'~()<>:\\\"/[]?{}");

    /// <summary>user = unreserved / escaped / user-unreserved; a bare "#" is what many phones dial, so it passes.</summary>
    private static readonly SearchValues<byte> _user = Set(Unreserved + "&=+$,;?/%#");

    private static readonly SearchValues<byte> _plainUser = Set(Unreserved + "&=+$,;?/#");

    private static readonly SearchValues<byte> _password = Set(Unreserved + "&=+$,%");

    /// <summary>paramchar = param-unreserved / unreserved / escaped</summary>
    private static readonly SearchValues<byte> _uriParameter = Set(Unreserved + "[]/:&+$%");

    private static readonly SearchValues<byte> _plainUriParameter = Set(Unreserved + "[]/:&+$");

    /// <summary>hnv-unreserved, unreserved, escaped, and the separators of headers.</summary>
    private static readonly SearchValues<byte> _uriHeaders = Set(Unreserved + "[]/?:+$%=&");

    /// <summary>hostname; "_" is in no grammar but in many names.</summary>
    private static readonly SearchValues<byte> _hostName = Set(Alphanumeric + "-._");

    private static readonly SearchValues<byte> _lws = Set(" \t\r\n");

    public static bool IsToken(ReadOnlySpan<byte> text) => IsAll(text, _token);

    public static bool IsParameterValue(ReadOnlySpan<byte> text) => IsAll(text, _parameterValue);

    public static bool IsUriHeaders(ReadOnlySpan<byte> text) => IsAll(text, _uriHeaders);

    public static bool IsUser(ReadOnlySpan<byte> text) => IsAll(text, _user);

    public static bool IsPassword(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(_password) < 0;

    /// <summary>callid = word [ "@" word ]</summary>
    public static bool IsCallId(ReadOnlySpan<byte> text)
    {
        int word = RunLength(text, _word);
        return word > 0 && (word == text.Length || (text[word] == '@' && IsAll(text[(word + 1)..], _word)));
    }

    public static int TokenLength(ReadOnlySpan<byte> text) => RunLength(text, _token);

    /// <summary>Length of <c>*(token LWS)</c> at the start.</summary>
    public static int DisplayNameLength(ReadOnlySpan<byte> text) => RunLength(text, _displayName);

    public static int ParameterValueLength(ReadOnlySpan<byte> text) => RunLength(text, _parameterValue);

    public static int HostNameLength(ReadOnlySpan<byte> text) => RunLength(text, _hostName);

    /// <summary>Length of the user at the start, up to the first escape.</summary>
    public static int PlainUserLength(ReadOnlySpan<byte> text) => RunLength(text, _plainUser);

    /// <summary>Length of <c>1*paramchar</c> at the start; with escapes they are still to be checked.</summary>
    public static int UriParameterLength(ReadOnlySpan<byte> text, out bool hasEscapes)
    {
        int length = RunLength(text, _plainUriParameter);
        hasEscapes = length < text.Length && text[length] == '%';
        return hasEscapes ? RunLength(text, _uriParameter) : length;
    }

    /// <summary>Length of <c>*DIGIT</c> at the start.</summary>
    public static int NumberLength(ReadOnlySpan<byte> text)
    {
        int length = 0;
        while (length < text.Length && char.IsAsciiDigit((char)text[length]))
            length++;
        return length;
    }

    public static bool IsLws(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

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
        foreach (byte digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            sum = sum * 10 + (uint)(digit - '0');
            if (sum > max)
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

    private static int RunLength(ReadOnlySpan<byte> text, SearchValues<byte> allowed)
    {
        int end = text.IndexOfAnyExcept(allowed);
        return end < 0 ? text.Length : end;
    }

    private static bool IsAll(ReadOnlySpan<byte> text, SearchValues<byte> allowed) =>
        !text.IsEmpty && text.IndexOfAnyExcept(allowed) < 0;

    private static SearchValues<byte> Set(string characters) => SearchValues.Create(System.Text.Encoding.ASCII.GetBytes(characters));
}
