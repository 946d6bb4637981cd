using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.SessionTimers;

/// <summary>The two sides of RFC 4028 as pure functions over messages: what a request asks, what its answer says, what is agreed then.</summary>
public static class SessionTimerRules
{
    /// <summary>
    /// Whether a request asks for less than the least interval, to be answered 422 (§9). A sender without the extension could not make sense of
    /// that: then the header is a proxy's, and is taken as it is.
    /// </summary>
    public static bool IsTooSmall(SipRequest request) =>
        SessionExpires.Of(request) is { } asked && asked.Interval < SessionExpires.Least && SipOptionTags.Supports(request, SipOptionTags.Timer);

    /// <summary>Answers a session refresh request: writes the headers of our 2xx, and gives what is agreed by it (§9, table 2).</summary>
    /// <param name="request">INVITE or UPDATE of the peer.</param>
    /// <param name="response">Our 2xx.</param>
    /// <param name="wanted">The interval we want: asked for more, we lower it; asked for less, we follow.</param>
    public static SessionTimer Answer(SipRequest request, SipResponse response, TimeSpan wanted)
    {
        var asked = SessionExpires.Of(request);
        bool supports = SipOptionTags.Supports(request, SipOptionTags.Timer);
        var interval = Longer(wanted, SessionExpires.MinimumOf(request));
        if (asked is { } header && header.Interval < interval)
            interval = Longer(header.Interval, SessionExpires.Least);
        // Only one who knows the extension can be left to refresh.
        var refresher = supports ? asked?.Refresher ?? SessionRefresher.Uas : SessionRefresher.Uas;
        bool isAgreed = asked is not null || supports;
        if (isAgreed)
            new SessionExpires(interval, refresher).WriteTo(response);
        if (supports)
            response.Headers.Set("Require", SipOptionTags.Timer);
        return new SessionTimer(interval, refresher == SessionRefresher.Uas, isAgreed);
    }

    /// <summary>Asks for a session timer in a request of ours (§7.1, §7.4).</summary>
    /// <param name="request">INVITE or UPDATE of ours.</param>
    /// <param name="wanted">Our interval.</param>
    /// <param name="minimum">The largest Min-SE heard in this dialog.</param>
    /// <param name="current">What is agreed now; null before: then the peer chooses who refreshes.</param>
    public static void Ask(SipRequest request, TimeSpan wanted, TimeSpan minimum, SessionTimer? current)
    {
        SessionRefresher? refresher = current is { Expires: true } agreed ? agreed.WeRefresh ? SessionRefresher.Uac : SessionRefresher.Uas : null;
        new SessionExpires(Longer(wanted, minimum), refresher).WriteTo(request);
        SessionExpires.WriteMinimum(request, minimum);
    }

    /// <summary>What a 2xx to our request agrees to (§7.2). A peer that says nothing has no timer: we refresh, and nothing expires.</summary>
    public static SessionTimer Accept(SipResponse success, TimeSpan wanted) => SessionExpires.Of(success) is { } said
        ? new SessionTimer(Longer(said.Interval, SessionExpires.Least), said.Refresher != SessionRefresher.Uas, Expires: true)
        : new SessionTimer(wanted, WeRefresh: true, Expires: false);

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
