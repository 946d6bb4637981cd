using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.SessionTimers;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>The session timers of both legs (RFC 4028): what is agreed, and the clocks that follow from it. Used by the mailbox alone.</summary>
internal sealed class LegSessions(TimeSpan wanted, CallTimers timers)
{
    private readonly Dictionary<LegSide, SessionTimer> _agreed = [];
    private readonly Dictionary<LegSide, TimeSpan> _minimum = [];
    private readonly Dictionary<LegSide, bool> _allowsUpdate = [];

    /// <summary>Whether the peer understands UPDATE, so that a refresh needs no description (§7.4).</summary>
    public bool AllowsUpdate(LegSide side) => _allowsUpdate.GetValueOrDefault(side);

    /// <summary>422 to a request that asks for too short a session; null: it may pass.</summary>
    public static SipResponse? Refusal(ServerTransaction transaction)
    {
        if (!SessionTimerRules.IsTooSmall(transaction.Request)) return null;
        var response = transaction.CreateResponse(SipStatus.SessionIntervalTooSmall);
        SessionExpires.WriteMinimum(response, SessionExpires.Least);
        return response;
    }

    /// <summary>Our 2xx to INVITE or UPDATE: says what is agreed, and begins the interval anew.</summary>
    public void Answer(LegSide side, SipRequest request, SipResponse response)
    {
        Learn(side, request);
        Begin(side, SessionTimerRules.Answer(request, response, wanted));
    }

    /// <summary>INVITE or UPDATE of ours.</summary>
    public void Ask(LegSide side, SipRequest request) =>
        SessionTimerRules.Ask(request, wanted, Minimum(side), _agreed.TryGetValue(side, out var agreed) ? agreed : null);

    /// <summary>The peer's 2xx to ours.</summary>
    public void Take(LegSide side, SipResponse success)
    {
        Learn(side, success);
        Begin(side, SessionTimerRules.Accept(success, wanted));
    }

    /// <summary>The peer's 422 to ours: whether asking again for longer makes sense (§7.3).</summary>
    public bool TryRaise(LegSide side, SipResponse response)
    {
        var minimum = SessionExpires.MinimumOf(response);
        if (response.Status != SipStatus.SessionIntervalTooSmall || minimum <= Minimum(side)) return false;
        _minimum[side] = minimum;
        return true;
    }

    /// <summary>A refresh of ours was refused: again, while the session lasts.</summary>
    public void RefreshLater(LegSide side)
    {
        if (_agreed.TryGetValue(side, out var agreed) && agreed.WeRefresh) timers.Start(CallTimer.Refresh, agreed.RetryAfter, side);
    }

    /// <summary>The peer does not understand UPDATE after all.</summary>
    public void ForgetUpdate(LegSide side) => _allowsUpdate[side] = false;

    /// <summary>The leg is over.</summary>
    public void Stop(LegSide side)
    {
        _agreed.Remove(side);
        _allowsUpdate.Remove(side);
        timers.Stop(CallTimer.Refresh, side);
        timers.Stop(CallTimer.SessionEnd, side);
    }

    private TimeSpan Minimum(LegSide side) => _minimum.GetValueOrDefault(side, SessionExpires.Least);

    private void Learn(LegSide side, SipMessage message)
    {
        if (message.Headers.Has("Allow")) _allowsUpdate[side] = SipOptionTags.Allows(message, SipMethod.Update);
    }

    private void Begin(LegSide side, SessionTimer agreed)
    {
        _agreed[side] = agreed;
        if (agreed.WeRefresh) timers.Start(CallTimer.Refresh, agreed.RefreshAfter, side);
        else timers.Stop(CallTimer.Refresh, side);
        if (agreed.Expires) timers.Start(CallTimer.SessionEnd, agreed.ExpireAfter, side);
        else timers.Stop(CallTimer.SessionEnd, side);
    }
}
