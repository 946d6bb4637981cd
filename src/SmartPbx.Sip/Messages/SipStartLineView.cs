using System.Text;

namespace SmartPbx.Sip.Messages;

/// <summary>The first line of a message by its parts (RFC 3261 §7.1, §7.2).</summary>
internal struct SipStartLineView
{
    public SipSlice Method;
    public SipSlice Uri;
    public SipSlice Reason;

    /// <summary>0 for a request.</summary>
    public int Status;

    public bool IsRequest;

    private static ReadOnlySpan<byte> Version => "SIP/2.0"u8;

    /// <summary>Reads the line from a place to the end of the text; what could be read stays readable when something is wrong.</summary>
    public static SipParseError Scan(in SipText line, int at, out SipStartLineView view)
    {
        view = new SipStartLineView { IsRequest = !line.Has("SIP/"u8, at) };
        return view.IsRequest ? view.ScanRequestLine(line, at) : view.ScanStatusLine(line, at);
    }

    // Request-Line = Method SP Request-URI SP SIP-Version (§7.1)
    private SipParseError ScanRequestLine(in SipText line, int start)
    {
        int first = line.Run(start, SipClass.Token);
        int last = first + line[SipSlice.Between(first, line.End)].LastIndexOf((byte)' ');
        if (first == start || last <= first || line[first] != ' ')
            return new SipParseError(SipParseErrorCode.StartLine, start);
        Method = SipSlice.Between(start, first);
        Uri = SipSlice.Between(first + 1, last);
        var version = line[SipSlice.Between(last + 1, line.End)];
        if (Uri.Length == 0 || SipGrammar.IndexOfLws(line[Uri]) >= 0)
            return new SipParseError(SipParseErrorCode.StartLine, start);
        if (Ascii.EqualsIgnoreCase(version, Version))
            return default;
        return IsVersionSyntax(version)
            ? new SipParseError(SipParseErrorCode.UnsupportedVersion, last + 1)
            : new SipParseError(SipParseErrorCode.StartLine, start);
    }

    // Status-Line = SIP-Version SP Status-Code SP Reason-Phrase (§7.2); the code has exactly three digits.
    private SipParseError ScanStatusLine(in SipText line, int start)
    {
        const int CodeLength = 3;
        if (!line.Has("SIP/2.0 "u8, start))
            return new SipParseError(SipParseErrorCode.UnsupportedVersion, start);
        int code = start + Version.Length + 1;
        int end = line.SkipDigits(code);
        if (end - code != CodeLength || line[end] != ' '
            || !SipGrammar.TryNumber(line[SipSlice.Between(code, end)], 699, out uint status) || status < 100)
            return new SipParseError(SipParseErrorCode.StatusCode, code);
        Status = (int)status;
        Reason = SipSlice.Between(end + 1, line.End);
        return default;
    }

    private static bool IsVersionSyntax(ReadOnlySpan<byte> version) =>
        version.Length >= Version.Length && Ascii.EqualsIgnoreCase(version[..4], "SIP/"u8) && SipGrammar.IndexOfLws(version) < 0;
}
