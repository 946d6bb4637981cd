using System.Text;

namespace SmartPbx.Sip.Messages;

/// <summary>The first line of a message as slices of its bytes (RFC 3261 §7.1, §7.2).</summary>
internal ref struct SipStartLineView
{
    public ReadOnlySpan<byte> Method;
    public ReadOnlySpan<byte> Uri;
    public ReadOnlySpan<byte> Reason;

    /// <summary>0 for a request.</summary>
    public int Status;

    public bool IsRequest;

    private static ReadOnlySpan<byte> Version => "SIP/2.0"u8;

    /// <summary>What is wrong with the line, and where in it. What could be read stays readable.</summary>
    public static SipParseError Scan(ReadOnlySpan<byte> line, out SipStartLineView view)
    {
        view = new SipStartLineView { IsRequest = !line.StartsWith("SIP/"u8) };
        return view.IsRequest ? view.ScanRequestLine(line) : view.ScanStatusLine(line);
    }

    // Request-Line = Method SP Request-URI SP SIP-Version (§7.1)
    private SipParseError ScanRequestLine(ReadOnlySpan<byte> line)
    {
        int first = SipGrammar.TokenLength(line);
        int last = line.LastIndexOf((byte)' ');
        if (first == 0 || last <= first || line[first] != ' ')
            return new SipParseError(SipParseErrorCode.StartLine, 0);
        Method = line[..first];
        Uri = line[(first + 1)..last];
        var version = line[(last + 1)..];
        if (Uri.IsEmpty || SipGrammar.IndexOfLws(Uri) >= 0)
            return new SipParseError(SipParseErrorCode.StartLine, 0);
        if (Ascii.EqualsIgnoreCase(version, Version))
            return default;
        return IsVersionSyntax(version)
            ? new SipParseError(SipParseErrorCode.UnsupportedVersion, last + 1)
            : new SipParseError(SipParseErrorCode.StartLine, 0);
    }

    // Status-Line = SIP-Version SP Status-Code SP Reason-Phrase (§7.2); the code has exactly three digits.
    private SipParseError ScanStatusLine(ReadOnlySpan<byte> line)
    {
        const int CodeStart = 8;
        const int ReasonStart = 12;
        if (!line.StartsWith("SIP/2.0 "u8))
            return new SipParseError(SipParseErrorCode.UnsupportedVersion, 0);
        if (line.Length < ReasonStart || line[ReasonStart - 1] != ' '
            || !SipGrammar.TryNumber(line[CodeStart..(ReasonStart - 1)], 699, out uint status) || status < 100)
            return new SipParseError(SipParseErrorCode.StatusCode, CodeStart);
        Status = (int)status;
        Reason = line[ReasonStart..];
        return default;
    }

    private static bool IsVersionSyntax(ReadOnlySpan<byte> version) =>
        version.Length >= Version.Length && Ascii.EqualsIgnoreCase(version[..4], "SIP/"u8) && SipGrammar.IndexOfLws(version) < 0;
}
