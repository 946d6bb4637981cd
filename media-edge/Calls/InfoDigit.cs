using System.Text;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>A key in a SIP INFO: <c>application/dtmf-relay</c> (<c>Signal=5</c>) or <c>application/dtmf</c> (the bare key). Both are older than RFC 6086 and everywhere.</summary>
internal static class InfoDigit
{
    private const int MaxBodyBytes = 256;
    private const string Keys = "0123456789*#ABCD";

    /// <summary>The key; null when there is none.</summary>
    public static char? Of(SipRequest info)
    {
        if (info.Body.Length > MaxBodyBytes) return null;
        var body = Encoding.ASCII.GetString(info.Body.Span);
        return info.ContentType switch
        {
            "application/dtmf-relay" => Key(Signal(body)),
            "application/dtmf" => Key(body),
            _ => null,
        };
    }

    private static string Signal(string body)
    {
        foreach (var line in body.Split('\n'))
            if (line.Split('=', 2) is [var name, var value] && name.Trim().Equals("Signal", StringComparison.OrdinalIgnoreCase))
                return value;
        return "";
    }

    private static char? Key(string text)
    {
        var key = text.Trim().ToUpperInvariant() switch
        {
            "10" => "*", // some phones count the keys
            "11" => "#",
            var other => other,
        };
        return key.Length == 1 && Keys.Contains(key[0], StringComparison.Ordinal) ? key[0] : null;
    }
}
