using SmartPbx.Sip.Messages;
using SmartPbx.Sip.SessionTimers;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>The INVITE of leg B once more after 422 (RFC 4028 §7.3): same Call-ID and tag, the next CSeq, and the interval that the phone wants at least.</summary>
internal static class CalleeRetry
{
    /// <summary>A phone that raises its minimum for ever is given up.</summary>
    private const uint MaxTries = 3;

    /// <summary>False: the answer is no 422 that we could follow.</summary>
    public static bool TryAgain(CalleeFork fork, SipResponse? response)
    {
        if (response is not { Status: SipStatus.SessionIntervalTooSmall } || fork.IsCancelled || fork.Invite is not { } former || former.CSeq.Number >= MaxTries) return false;
        var minimum = SessionExpires.MinimumOf(response);
        if (minimum <= SessionExpires.MinimumOf(former)) return false;
        var invite = new SipRequest(SipMethod.Invite, former.Uri);
        foreach (var (name, value) in former.Headers.Fields)
            if (name is not ("Via" or "CSeq")) invite.Headers.Add(name, value);
        invite.CSeq = new CSeq(former.CSeq.Number + 1, SipMethod.Invite);
        invite.SetBody(former.ContentType!, former.Body);
        SessionTimerRules.Ask(invite, SessionExpires.Of(former)?.Interval ?? minimum, minimum, null);
        fork.Ring(invite);
        return true;
    }
}
