using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Calls;
using SmartPbx.MediaEdge.Legs;

namespace SmartPbx.MediaEdge.Transfers;

/// <summary>The second call of an attended transfer: gives its other party to the call that asks, and ends. Used by the mailbox alone.</summary>
internal sealed class HandoverDesk(CallServices services, LiveCall state, Action<CallTrigger, CallOutcome> apply)
{
    public void Answer(LegHandover asked)
    {
        if (Find(asked) is not { } transferor) asked.Refuse(CallOutcome.NoSuchCall);
        else if (state.Phase != CallPhase.Bridged || state.Seats.Of(transferor.Other()) is null) asked.Refuse(CallOutcome.Busy);
        else Give(asked, transferor);
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

    private void Give(LegHandover asked, LegSide transferor)
    {
        var now = services.Clock.GetUtcNow();
        var leaving = state.Seats.Leave(transferor.Other())!;
        state.Media.GiveAway(leaving.Media);
        state.Cdr = state.Cdr.Transfer(new CallTransfer
        {
            Kind = TransferKind.Attended, By = state.Seats.Of(transferor)!.Name, Target = leaving.Party, At = now, OtherCall = asked.Asking,
        });
        asked.Give(leaving.MoveAway(now, state.Sessions.IsTimed(transferor.Other())), state.Cdr.CallId);
        apply(CallTrigger.LegHandedOver, CallOutcome.Transferred);
    }
}
