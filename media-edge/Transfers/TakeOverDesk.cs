using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Calls;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Transfers;

/// <summary>
/// INVITE with Replaces (RFC 3891) in the call that it names: the sender takes the place of an answered leg, or picks up what still rings.
/// Used by the mailbox alone.
/// </summary>
internal sealed class TakeOverDesk(
    CallServices services, LiveCall state, RouteRinging ringing, Action<LegSide, string, string> register, Func<InDialogDesk> inDialog,
    Action<CallTrigger, CallOutcome> apply)
{
    /// <summary>Answers the INVITE.</summary>
    public void Answer(ServerTransaction invite, Replaces replaces, IncomingCaller caller)
    {
        if (state.Phase is CallPhase.Ringing or CallPhase.RingingForOther && state.Callee.HasEarly(replaces)) PickUp(invite, caller);
        else if (Find(replaces, caller) is not { } side) invite.Respond(SipStatus.CallOrTransactionDoesNotExist);
        // §3: with early-only, an answered dialog is not to be replaced. Nor is one of a call that is about to change by itself.
        else if (replaces.EarlyOnly || state.Phase != CallPhase.Bridged) invite.Respond(SipStatus.BusyHere);
        else Replace(side, invite, caller);
    }

    // §3: an early dialog that we did not begin cannot be replaced, so the caller's counts from its answer on.
    private LegSide? Find(Replaces replaces, IncomingCaller caller)
    {
        if (!state.Caller.IsAnswered) return null;
        state.Seats.Fill(state, services.Sip);
        foreach (var side in Enum.GetValues<LegSide>())
            if (state.Seats.Of(side) is { } leg && leg.Is(replaces) && HasSay(caller, leg))
                return side;
        return null;
    }

    // A carrier has none but in its own legs.
    private static bool HasSay(IncomingCaller caller, ConnectedLeg leg) => caller.Trunk is null || caller.Trunk.Name == leg.Trunk;

    private void Replace(LegSide side, ServerTransaction invite, IncomingCaller caller)
    {
        if (TryAnswer(side, invite, caller) is not { } leg) return;
        var replaced = state.Seats.Of(side)!;
        state.Seats.Replace(side, leg, state.Media, services.Clock.GetUtcNow());
        Record(replaced.Name, leg);
        state.Media.Bridge();
        inDialog().Bridged();
    }

    private void PickUp(ServerTransaction invite, IncomingCaller caller)
    {
        if (caller.Trunk is not null) invite.Respond(SipStatus.CallOrTransactionDoesNotExist);
        else if (TryAnswer(LegSide.Callee, invite, caller) is { } leg)
        {
            ringing.Stop();
            state.Callee.CompleteElsewhere();
            state.Seats.Replace(LegSide.Callee, leg, state.Media, services.Clock.GetUtcNow());
            Record(null, leg);
            apply(CallTrigger.CalleeAnswered, CallOutcome.NoAnswer);
        }
    }

    // 200 with our answer or, to an INVITE without an offer, with our offer (RFC 3264 §5).
    private ConnectedLeg? TryAnswer(LegSide side, ServerTransaction invite, IncomingCaller caller)
    {
        var request = invite.Request;
        if (LegSessions.Refusal(invite) is { } tooShort)
        {
            invite.Respond(tooShort);
            return null;
        }
        if (state.Media.TryOpen(invite.Flow.Remote.AddressFamily) is not { } media)
        {
            invite.Respond(LegMessages.Refusal(invite, CallOutcome.NoPorts));
            return null;
        }
        if (!request.Body.IsEmpty && (LegMessages.Description(request) is not { } offer || !media.TryAnswer(offer)))
        {
            state.Media.Close(media);
            invite.Respond(Unacceptable.Explain(LegMessages.Refusal(invite, CallOutcome.NotAcceptable), invite, services.Sip, media.Mismatch));
            return null;
        }
        var description = media.Local ?? media.Offer(services.Codecs.After(state.Media.Of(side.Other())!.Stream), Sip.Sdp.SdpDirection.SendRecv);
        var response = LegMessages.Answer(invite, services.Sip, SipStatus.Ok, description);
        var dialog = Dialog.FromUas(request, response);
        dialog.Peer = invite.Flow;
        register(side, request.CallId, invite.LocalTag);
        inDialog().SeatTaken(side, request.CSeq.Number);
        state.Sessions.Answer(side, request, response);
        invite.Respond(response);
        return new ConnectedLeg(state.Seats.NextJoined, caller.Number, dialog, media, services.Sip)
        {
            AnsweredAt = services.Clock.GetUtcNow(), HasJoined = true, Trunk = caller.Trunk?.Name,
        };
    }

    private void Record(string? replaced, ConnectedLeg leg) => state.Cdr = state.Cdr.Transfer(new CallTransfer
    {
        Kind = TransferKind.TakeOver, By = replaced, Target = leg.Party, Leg = leg.Name, At = leg.AnsweredAt,
    });
}
