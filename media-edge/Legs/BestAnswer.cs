using SmartPbx.Domain.Calls;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>Which of several refusals speaks for all (RFC 3261 §16.7 step 6), as a B2BUA tells it: by an outcome.</summary>
internal static class BestAnswer
{
    /// <summary>A 6xx if there is one; else the lowest class, and in it what tells the caller most.</summary>
    public static int Of(IEnumerable<int> statuses)
    {
        var all = statuses.ToList();
        var global = all.Where(status => status >= 600).ToList();
        if (global.Count > 0) return global.Contains(SipStatus.Decline) ? SipStatus.Decline : global[0];
        // A 3xx that led nowhere says nothing; 503 is not to be passed on while anything else was said.
        var rest = all.Where(status => status is >= 400 and not SipStatus.ServiceUnavailable).OrderBy(status => status / 100).ThenBy(Rank).ToList();
        return rest.Count > 0 ? rest[0] : all.FirstOrDefault(SipStatus.RequestTimeout);
    }

    /// <summary>The outcome of a status.</summary>
    public static CallOutcome Outcome(int status) => status switch
    {
        SipStatus.BusyHere or SipStatus.BusyEverywhere => CallOutcome.Busy,
        SipStatus.Decline => CallOutcome.Declined,
        SipStatus.NotFound or SipStatus.ServiceUnavailable => CallOutcome.Unavailable,
        SipStatus.NotAcceptableHere or 606 => CallOutcome.NotAcceptable,
        _ => CallOutcome.NoAnswer,
    };

    private static int Rank(int status) => status switch
    {
        SipStatus.BusyHere => 0,
        SipStatus.RequestTimeout or SipStatus.TemporarilyUnavailable => 1,
        SipStatus.NotFound => 3,
        _ => 2,
    };
}
