using System.Buffers;
using System.Text;

namespace SmartPbx.MediaEdge.Admission;

/// <summary>What scanners call themselves. Whoever scans in earnest changes it; most do not.</summary>
public static class ScannerAgents
{
    /// <summary>The header stands near the top; no more than this is looked through.</summary>
    private const int MaxBytes = 2_048;

    private const int MaxAgentBytes = 128;

    private static readonly SearchValues<string> Names = SearchValues.Create(
        ["friendly-scanner", "friendly-request", "sipvicious", "sundayddr", "sipcli", "sip-scan", "smap", "pplsip", "vaxsipuseragent", "sipptk", "siparmyknife", "iwar", "gulp", "nm@nm"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the message says, in User-Agent, that a scanner sent it.</summary>
    public static bool IsNamedIn(ReadOnlySpan<byte> message)
    {
        var head = message[..Math.Min(message.Length, MaxBytes)];
        var start = head.IndexOf("\nUser-Agent"u8);
        if (start < 0) return false;
        var line = head[(start + 1)..];
        var end = line.IndexOfAny("\r\n"u8);
        line = line[..Math.Min(end < 0 ? line.Length : end, MaxAgentBytes)];
        Span<char> text = stackalloc char[MaxAgentBytes];
        return text[..Encoding.Latin1.GetChars(line, text)].ContainsAny(Names);
    }
}
