using System.Globalization;
using System.Text;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>A key in a SIP INFO: <c>application/dtmf-relay</c> (<c>Signal=5</c>, <c>Duration=160</c>) or <c>application/dtmf</c> (the bare key). Both are older than RFC 6086 and everywhere.</summary>
internal static class InfoDigit
{
    /// <summary>The form that is sent.</summary>
    public const string Relay = "application/dtmf-relay";

    private const int MaxBodyBytes = 256;
    private const int DefaultDurationMs = 160;
    private const int MaxDurationMs = 6_000;
    private const string Keys = "0123456789*#ABCD";

    /// <summary>The key; null when there is none.</summary>
    public static PressedKey? Of(SipRequest info)
    {
        if (info.Body.Length > MaxBodyBytes) return null;
        var body = Encoding.ASCII.GetString(info.Body.Span);
        return info.ContentType switch
        {
            Relay => Key(Value(body, "Signal"), Duration(Value(body, "Duration"))),
            "application/dtmf" => Key(body, DefaultDurationMs),
            _ => null,
        };
    }

    private static string Value(string body, string wanted)
    {
        foreach (var line in body.Split('\n'))
            if (line.Split('=', 2) is [var name, var value] && name.Trim().Equals(wanted, StringComparison.OrdinalIgnoreCase))
                return value.Trim();
        return "";
    }

    private static int Duration(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is > 0 and <= MaxDurationMs ? milliseconds : DefaultDurationMs;

    private static PressedKey? Key(string text, int durationMs)
    {
        var key = text.Trim().ToUpperInvariant() switch
        {
            "10" => "*", // some phones count the keys
            "11" => "#",
            var other => other,
        };
        return key.Length == 1 && Keys.Contains(key[0], StringComparison.Ordinal) ? new PressedKey(key[0], durationMs) : null;
    }
}
