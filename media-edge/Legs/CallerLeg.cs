using SmartPbx.Domain.Calls;
using SmartPbx.Sip;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Provisionals;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>Leg A: the INVITE that began the call, and its dialog. Used by the call's mailbox alone.</summary>
/// <param name="invite">The INVITE.</param>
/// <param name="stack">Where answers and BYE go out.</param>
/// <param name="reliable">Its provisional answers, when the caller understands them reliably (RFC 3262); null when it does not.</param>
/// <param name="lookAgain">Starts the timer after which <see cref="RepeatProgress"/> is called; null stops it.</param>
internal sealed class CallerLeg(ServerTransaction invite, SipStack stack, ReliableProvisionals? reliable, Action<TimeSpan?> lookAgain)
{
    private bool _released;
    private Action? _answerWhenAcknowledged;
    private SdpSession? _described;

    public ServerTransaction Invite => invite;

    /// <summary>From the first provisional answer with a tag on.</summary>
    public Dialog? Dialog { get; private set; }

    /// <summary>Whether the 200 was sent.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Whether the caller has left: it had its final answer, or its BYE.</summary>
    public bool HasLeft => _released;

    /// <summary>Whether provisional answers are acknowledged, so that they can carry our offer.</summary>
    public bool IsReliable => reliable is not null;

    /// <summary>Whether a description of ours waits for its PRACK, so that the session is not settled yet.</summary>
    public bool AwaitsPrack => reliable is { HoldsSuccess: true };

    /// <summary>183 with early media, or 180 without a description.</summary>
    public void Progress(SdpSession? description)
    {
        _described = description;
        if (_released) return; // it has gone, and what it rang rings on for somebody else
        var response = LegMessages.Answer(invite, stack, description is null ? SipStatus.Ringing : SipStatus.SessionProgress, description);
        TakeDialog(response);
        if (reliable is null) invite.Respond(response);
        else Do(reliable.Send(response));
    }

    /// <summary>
    /// Says once more that it still rings; proxies give up on an INVITE that they hear nothing of for three minutes (RFC 3261 §13.3.1.1, §16.8). What was
    /// described reliably is not described again.
    /// </summary>
    public void Remind() => Progress(reliable is null ? _described : null);

    /// <summary>The timer of the reliable answers fired. False: the caller acknowledges nothing, the INVITE is refused with 504.</summary>
    public bool RepeatProgress()
    {
        var step = reliable?.Elapse() ?? default;
        if (!step.IsRefused) Do(step);
        return !step.IsRefused;
    }

    /// <summary>A PRACK. False: it acknowledges nothing that waits (481).</summary>
    public bool TryAcknowledge(SipRequest prack)
    {
        if (reliable is null || !reliable.TryAcknowledge(prack, out _)) return false;
        lookAgain(null);
        return true;
    }

    /// <summary>After a PRACK was answered: what waited for it goes out, the next provisional answer or the 200.</summary>
    public void GoOn()
    {
        Do(reliable?.Next() ?? default);
        if (AwaitsPrack || _answerWhenAcknowledged is not { } answer) return;
        _answerWhenAcknowledged = null;
        answer();
    }

    /// <summary>
    /// 200: the call is answered. It waits while a description of ours is not acknowledged: "the UAS MUST NOT send a final 2xx" before
    /// (RFC 3262 §3). <paramref name="complete"/> sees it before it goes out, <paramref name="sent"/> runs after.
    /// </summary>
    public void Answer(Func<SdpSession?> description, Action<SipResponse> complete, Action sent)
    {
        if (AwaitsPrack) _answerWhenAcknowledged = Send;
        else Send();

        void Send()
        {
            var response = LegMessages.Answer(invite, stack, SipStatus.Ok, description());
            complete(response);
            TakeDialog(response);
            IsAnswered = true;
            EndProgress();
            invite.Respond(response);
            sent();
        }
    }

    /// <summary>The answered leg belongs to a seat from here on, and is released there.</summary>
    public void Leave() => _released = true;

    /// <summary>BYE after the answer, a final refusal before it, which says what was wrong with the offer. Once.</summary>
    public void Release(CallOutcome outcome, bool peerHungUp, string? reason = null, SdpMismatch? mismatch = null)
    {
        if (_released) return;
        _released = true;
        EndProgress();
        if (!IsAnswered) invite.Respond(Unacceptable.Explain(LegMessages.Refusal(invite, outcome, reason), invite, stack, mismatch));
        else if (!peerHungUp && Dialog is { } dialog && dialog.NextFlow is { } target) stack.Send(LegMessages.Bye(dialog, outcome, reason), target, IgnoredOutcome.Instance);
    }

    private void EndProgress()
    {
        reliable?.Finish();
        lookAgain(null);
    }

    private void Do(ReliableStep step)
    {
        if (step.Response is { } response) invite.Respond(response);
        if (step.LookAgain is { } time) lookAgain(time);
    }

    // One dialog from the first answer on: PRACK and UPDATE move its numbers and its target before the 200 confirms it.
    private void TakeDialog(SipResponse response)
    {
        if (Dialog is { } known)
        {
            if (response.IsSuccess) known.Confirm(response);
            return;
        }
        Dialog = Dialog.FromUas(invite.Request, response);
        Dialog.Peer = invite.Flow;
    }
}
