using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.MediaEdge.Transfers;
using SmartPbx.MediaEdge.Trunks;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>
/// Leg B while it rings: what its phones say becomes the call's triggers, or the transfer's while one is under way. Used by the mailbox alone.
/// </summary>
internal sealed class CalleeDesk(
    CallServices services, LiveCall state, RouteRinging ringing, TransferDesk transfers, EarlyMedia early, OutboundPermit outbound,
    Action<CallTrigger, CallOutcome> apply)
{
    private readonly CalleeProgress _progress = new(services, early);

    /// <summary>Rings what the number's route says.</summary>
    public void Ring()
    {
        var (route, invite) = (state.Route!, state.Caller.Invite.Request);
        state.Media.Callee!.Offer(TrunkCodecs.Allowed(route, services.Codecs.After(state.Media.Caller!.Stream)), Sip.Sdp.SdpDirection.SendRecv);
        var address = new CalleeAddress(state.Cdr.Caller, route.Extension?.Number ?? route.Callee, route.Tenant, state.From.Trunk is not null)
        {
            DisplayName = invite.From.DisplayName,
        };
        state.CalleeHungUp = false;
        state.Cdr = state.Cdr with { State = CallState.Calling };
        ringing.Begin(route, LegSide.Callee, address, state.Media.Callee.OfferTo, Failed);
    }

    /// <summary>A phone that is rung said something; null: it did not answer at all.</summary>
    public void Take(CalleeFork fork, SipResponse? response)
    {
        if (response is { IsProvisional: true }) _progress.Take(fork, response);
        else if (response is not { IsSuccess: true } && CalleeRetry.TryAgain(fork, response)) return;
        if (transfers.IsActive) transfers.OnFork(fork, response);
        else if (response is { IsProvisional: true }) Rings(response);
        else if (response is { IsSuccess: true }) Answered(fork, response);
        else
        {
            early.Forget(fork);
            ringing.Lost(fork, response);
        }
    }

    private void Rings(SipResponse response)
    {
        if (response.Status <= SipStatus.Trying) return;
        if (response.Status == SipStatus.Ringing) early.Ring();
        state.Cdr = state.Cdr with { RingingAt = state.Cdr.RingingAt ?? services.Clock.GetUtcNow(), State = CallState.Ringing };
    }

    private void Answered(CalleeFork fork, SipResponse response)
    {
        if (state.Phase is not (CallPhase.Ringing or CallPhase.RingingForOther) && fork.Dialog is null)
        {
            fork.FinalStatus ??= response.Status;
            fork.HangUpLateAnswer(response);
            return;
        }
        if (!state.Callee.TryWin(fork, response, out _)) return;
        state.Sessions.Take(LegSide.Callee, response);
        outbound.Answered(fork);
        if (fork.Line is not null) GoesOutside();
        state.CalleeAnswer = response;
        ringing.Stop();
        if (fork.Early.AnswerIn(response) is { } answer && state.Media.Callee!.TryAccept(answer)) apply(CallTrigger.CalleeAnswered, CallOutcome.NoAnswer);
        else Failed(CallOutcome.NotAcceptable);
    }

    // Dialled, or forwarded by a phone: who answers out there cannot be told of a recording.
    private void GoesOutside()
    {
        state.Route = state.Route! with { MayRecord = false };
        state.Media.StopRecording();
    }

    private void Failed(CallOutcome reason)
    {
        state.PeerReason = state.Callee.RefusalReason;
        if (ringing.AgentRoute is { } sentTo) state.Route = sentTo; // forwarded to a number that the agent answers
        ringing.Stop();
        apply(CallTrigger.CalleeFailed, reason);
    }
}
