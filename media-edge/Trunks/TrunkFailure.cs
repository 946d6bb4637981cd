using SmartPbx.Domain.Calls;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Trunks;

/// <summary>What a carrier's refusal means: for the next way, for the target, for the caller.</summary>
public static class TrunkFailure
{
    /// <summary>A way that says nothing in this time is given up for the next; where there is none, RFC 3261 timer B decides.</summary>
    public static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(4);

    /// <summary>Longest Retry-After that is believed.</summary>
    private const uint MaxRestSeconds = 3_600;

    // RFC 3261 §21.4.9, §21.4.22, §21.6.3, §21.6.4
    private const int Gone = 410;
    private const int AddressIncomplete = 484;
    private const int DoesNotExistAnywhere = 604;
    private const int NotAcceptableAnywhere = 606;

    /// <summary>
    /// Whether another way may do better. What the callee or the number itself caused (busy, unknown, declined) is the answer; what the carrier
    /// caused is not (RFC 3263 §4.3: 503 and silence; in practice every 5xx, and credentials that it does not take).
    /// </summary>
    public static bool MayTryNext(int status) =>
        status is >= 500 and < 600 or SipStatus.RequestTimeout or SipStatus.Unauthorized or SipStatus.ProxyAuthenticationRequired;

    /// <summary>How long the target wants to be left alone (RFC 3261 §20.33); zero: it did not say.</summary>
    public static TimeSpan Rest(SipResponse response) => response.Status == SipStatus.ServiceUnavailable
        && response.Headers["Retry-After"] is { } text && uint.TryParse(text.AsSpan(0, Digits(text)), out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, MaxRestSeconds)) : TimeSpan.Zero;

    /// <summary>The ending for the caller, when nothing else is left to try.</summary>
    public static CallOutcome Outcome(int status) => status switch
    {
        SipStatus.BusyHere or SipStatus.BusyEverywhere => CallOutcome.Busy,
        SipStatus.Decline => CallOutcome.Declined,
        SipStatus.NotFound or Gone or AddressIncomplete or DoesNotExistAnywhere => CallOutcome.UnknownNumber,
        SipStatus.TemporarilyUnavailable => CallOutcome.Unavailable,
        SipStatus.Forbidden => CallOutcome.Forbidden,
        SipStatus.NotAcceptableHere or NotAcceptableAnywhere => CallOutcome.NotAcceptable,
        _ => CallOutcome.TrunkUnavailable,
    };

    private static int Digits(string text)
    {
        var length = 0;
        while (length < text.Length && char.IsAsciiDigit(text[length])) length++;
        return length;
    }
}
