using System.Globalization;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.SessionTimers;

/// <summary>The Session-Expires header (RFC 4028 §4): <c>delta-seconds *(;refresher=uac|uas)</c>.</summary>
/// <param name="Interval">The session ends when nobody refreshes it for so long.</param>
/// <param name="Refresher">Null when not said yet.</param>
public readonly record struct SessionExpires(TimeSpan Interval, SessionRefresher? Refresher)
{
    private const string Header = "Session-Expires";
    private const string MinHeader = "Min-SE";

    /// <summary>The least interval of all (§4): "the absolute minimum is 90 seconds".</summary>
    public static TimeSpan Least { get; } = TimeSpan.FromSeconds(90);

    /// <summary>The header of a message; null when it is absent or no number.</summary>
    public static SessionExpires? Of(SipMessage message)
    {
        if (message.Headers[Header] is not { } text)
            return null;
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        if (SipDeltaSeconds.Parse(parts[0]) is not { } seconds)
            return null;
        SessionRefresher? refresher = null;
        foreach (string part in parts.AsSpan(1))
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is [var name, var value] && name.Equals("refresher", StringComparison.OrdinalIgnoreCase))
                refresher = value.Equals("uac", StringComparison.OrdinalIgnoreCase) ? SessionRefresher.Uac
                    : value.Equals("uas", StringComparison.OrdinalIgnoreCase) ? SessionRefresher.Uas : null;
        return new SessionExpires(TimeSpan.FromSeconds(seconds), refresher);
    }

    /// <summary>The Min-SE of a message (§5); 90 seconds when absent.</summary>
    public static TimeSpan MinimumOf(SipMessage message) =>
        SipDeltaSeconds.Parse(message.Headers[MinHeader]?.Split(';')[0].Trim()) is { } seconds && seconds > Least.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Least;

    /// <summary>Writes the header.</summary>
    public void WriteTo(SipMessage message) => message.Headers.Set(Header, ToString());

    /// <summary>Writes Min-SE.</summary>
    public static void WriteMinimum(SipMessage message, TimeSpan minimum) => message.Headers.Set(MinHeader, Seconds(minimum));

    public override string ToString() => Refresher switch
    {
        SessionRefresher.Uac => Seconds(Interval) + ";refresher=uac",
        SessionRefresher.Uas => Seconds(Interval) + ";refresher=uas",
        _ => Seconds(Interval),
    };

    private static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
