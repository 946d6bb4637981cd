using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Calls;
using SmartPbx.MediaEdge.Legs;

namespace SmartPbx.MediaEdge.Transfers;

/// <summary>
/// The second call of an attended transfer: gives its other party to the call that asks, and ends. A party that rings yet is promised: it goes on ringing, whatever
/// becomes of the transferor, and is given when it answers (RFC 5589 §7.3, which two phones cannot do without a B2BUA). Used by the mailbox alone.
/// </summary>
internal sealed class HandoverDesk(CallServices services, LiveCall state, Action<CallTrigger, CallOutcome> apply)
{
    private LegHandover? _promised;

    public void Answer(LegHandover asked)
    {
        if (IsUnanswered(asked)) Promise(asked);
        else if (Find(asked) is not { } transferor) asked.Refuse(CallOutcome.NoSuchCall);
        else if (asked.Replaces.EarlyOnly) asked.Refuse(CallOutcome.Busy); // RFC 3891 §3: it is answered
        else if (state.Phase == CallPhase.WithAgent && state.AgentPartner == transferor) OfferAgent(asked, transferor);
        else if (state.Phase != CallPhase.Bridged || state.Seats.Of(transferor.Other()) is null) asked.Refuse(CallOutcome.Busy);
        else Give(asked, transferor.Other(), state.Seats.Of(transferor)!.Name);
    }

    /// <summary>The asking call wants nobody any more.</summary>
    public void Withdraw(LegHandover asked)
    {
        if (_promised != asked) return;
        _promised = null;
        apply(CallTrigger.PromiseReturned, CallOutcome.Cancelled);
    }

    /// <summary>The transferor leaves its unanswered call, which rings on.</summary>
    public void ReleaseTransferor() => state.Caller.Release(CallOutcome.Cancelled, peerHungUp: false);

    /// <summary>Who was promised has answered.</summary>
    public void GivePromised()
    {
        var asked = _promised!;
        _promised = null;
        state.Caller.Release(CallOutcome.Cancelled, peerHungUp: false, CalleeFork.CompletedElsewhere);
        state.Seats.Fill(state, services.Sip);
        Give(asked, LegSide.Callee, "a");
    }

    /// <summary>Who was promised has not, and the agent answers for it.</summary>
    public void GiveAgent()
    {
        var asked = _promised!;
        _promised = null;
        state.Caller.Release(CallOutcome.Cancelled, peerHungUp: false, CalleeFork.CompletedElsewhere);
        Record(asked, "a", state.Route!.Callee);
        asked.OfferAgent(state.Route);
        apply(CallTrigger.LegHandedOver, CallOutcome.Transferred);
    }

    /// <summary>The call is over, and so is what it promised.</summary>
    public void CallEnded(CallOutcome outcome)
    {
        _promised?.Refuse(outcome);
        _promised = null;
    }

    // The transferor's own early dialog. RFC 3891 §3 bars an INVITE with Replaces from it; this is the wish of the one who began it.
    private bool IsUnanswered(LegHandover asked) =>
        asked.Tenant == state.Cdr.TenantId && state.Phase is CallPhase.Ringing or CallPhase.RingingForOther or CallPhase.AwaitingNotice
        && state.Caller is { IsAnswered: false, Dialog: { } dialog } && asked.Names(dialog)
        && asked.Transferor.Party == state.Cdr.Caller && asked.Transferor.Trunk == state.From.Trunk?.Name;

    private void Promise(LegHandover asked)
    {
        if (_promised is not null)
        {
            asked.Refuse(CallOutcome.Busy);
            return;
        }
        _promised = asked;
        asked.Ring();
        apply(CallTrigger.Promised, CallOutcome.NoAnswer);
    }

    // A dialog of another tenant or of another party does not exist (RFC 3891 §3, §8).
    private LegSide? Find(LegHandover asked)
    {
        if (asked.Tenant != state.Cdr.TenantId || !state.Caller.IsAnswered) return null;
        state.Seats.Fill(state, services.Sip);
        foreach (var side in Enum.GetValues<LegSide>())
            if (state.Seats.Of(side) is { } leg && leg.Is(asked.Replaces) && leg.IsSameParty(asked.Transferor))
                return side;
        return null;
    }

    private void OfferAgent(LegHandover asked, LegSide transferor)
    {
        Record(asked, state.Seats.Of(transferor)!.Name, state.Route!.Callee);
        asked.OfferAgent(state.Route);
        apply(CallTrigger.LegHandedOver, CallOutcome.Transferred);
    }

    private void Give(LegHandover asked, LegSide given, string by)
    {
        var leaving = state.Seats.Leave(given)!;
        state.Media.GiveAway(leaving.Media);
        Record(asked, by, leaving.Party);
        asked.Give(leaving.MoveAway(services.Clock.GetUtcNow(), state.Sessions.IsTimed(given)), state.Cdr.CallId);
        apply(CallTrigger.LegHandedOver, CallOutcome.Transferred);
    }

    private void Record(LegHandover asked, string by, string target) => state.Cdr = state.Cdr.Transfer(new CallTransfer
    {
        Kind = TransferKind.Attended, By = by, Target = target, At = services.Clock.GetUtcNow(), OtherCall = asked.Asking,
    });
}
