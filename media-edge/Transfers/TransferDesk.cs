using SmartPbx.Agents.Conversations;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Calls;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.MediaEdge.Routing;
using SmartPbx.MediaEdge.Trunks;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Transfers;

/// <summary>
/// The transfer of one call, one at a time: does what <see cref="TransferMachine"/> says. A B2BUA needs no help of the remaining party: it rings
/// the target itself and connects the two (RFC 5589 §6, seen from both sides at once). Used by the call's mailbox alone.
/// </summary>
internal sealed class TransferDesk(
    CallServices services, LiveCall state, RouteRinging ringing, TransferRouter router, Action<CallTrigger, CallOutcome> apply, Action<LegSide, string, string> register,
    Func<InDialogDesk> inDialog)
{
    private TransferPhase _phase;
    private ITransferor? _transferor;
    private ConnectedLeg? _by;
    private CallRoute? _route;
    private string _target = "";
    private LegMedia? _media;
    private ConnectedLeg? _arrived;
    private CallId? _otherCall;
    private LegHandover? _handover;
    private Call? _asked;
    private SipResponse? _success;

    /// <summary>Whether answers of phones that ring belong to a transfer.</summary>
    public bool IsActive => _phase != TransferPhase.Idle;

    /// <summary>Whether this side asked for it, so that its end is not the end of the call.</summary>
    public bool IsTransferor(LegSide side) => IsActive && _transferor!.Side == side;

    /// <summary>The seat that will be taken: the agent has none, and who talks with it stays where it is.</summary>
    private LegSide Seat => _transferor!.Side ?? state.AgentPartner.Other();

    private LegSide Remaining => Seat.Other();

    /// <summary>Takes the wish; false: another transfer is under way, or the call is in no state for it.</summary>
    public bool TryBegin(ITransferor transferor, string target)
    {
        var fits = transferor.Side is null ? state.Phase == CallPhase.WithAgent : state.Phase == CallPhase.Bridged;
        if (IsActive || !fits) return false;
        state.Seats.Fill(state, services.Sip);
        (_transferor, _target, _route, _otherCall, _arrived, _handover) = (transferor, target, null, null, null, null);
        _by = transferor.Side is { } side ? state.Seats.Of(side) : null;
        Fire(TransferTrigger.Accepted, CallOutcome.NoAnswer);
        return true;
    }

    /// <summary>Rings the target of a transfer that has begun, on behalf of the remaining party.</summary>
    public async Task RingAsync(string? referredBy)
    {
        if (!IsActive) return;
        var decision = await router.RouteAsync(_by, _target);
        if (decision is RouteDecision.To { Route: var route }) Take(route, referredBy);
        else Fail(((RouteDecision.Refused)decision).Outcome);
    }

    private void Take(CallRoute route, string? referredBy)
    {
        _route = route;
        if (route.Destinations.Count == 0) NobodyAnswers(route.AgentReason == "busy" ? CallOutcome.Busy : CallOutcome.Unavailable);
        else if (RingsRemainingParty(route)) Fail(CallOutcome.Busy); // who is sent to himself is on the phone
        else if ((_media = state.Media.TryOpen(MediaAddresses.WayTo(route))) is null) Fail(CallOutcome.NoPorts);
        else Ring(route, referredBy);
    }

    private bool RingsRemainingParty(CallRoute route) =>
        state.Seats.Of(Remaining) is { Trunk: null } remaining && route.Steps.All(step => step.Targets.All(target => target.Number == remaining.Party));

    // As if the number had been dialled: where its rule lets the agent answer, the agent does, and the transfer has succeeded.
    private void NobodyAnswers(CallOutcome reason)
    {
        var byRule = ringing.AgentRoute ?? _route;
        if (_transferor!.Side is null || byRule is not { MayAgentAnswer: true })
        {
            Fail(reason);
            return;
        }
        _route = byRule;
        Fire(TransferTrigger.AgentAnswers, reason);
    }

    /// <summary>Asks the call that has the dialog for its other party (RFC 5589 §7), in place of ringing anybody; false: there is no such call.</summary>
    public bool TryAsk(Replaces replaces)
    {
        var seat = Seat;
        var transferor = state.Seats.Of(seat);
        var found = services.Registry.Find(replaces.CallId, replaces.ToTag)?.Call;
        if (transferor is null || found is null || found.Id == state.Cdr.CallId) return false;
        _handover = new LegHandover(replaces, state.Cdr.TenantId, transferor, state.Cdr.CallId, state.Mailbox, (callId, tag) => register(seat, callId, tag));
        _asked = found;
        return found.TryPost(new CallInput.HandoverAsked(_handover));
    }

    /// <summary>It rings there, and comes when it answers.</summary>
    public void Rings(CallInput.HandoverRings news)
    {
        if (IsActive && news.Handover == _handover) _transferor!.Progress(SipStatus.Ringing);
    }

    /// <summary>The other party of the other call is the voice agent.</summary>
    public void AgentOffered(CallInput.AgentOffered offer)
    {
        if (!IsActive || offer.Handover != _handover) return;
        _route = offer.Route;
        Fire(TransferTrigger.AgentAnswers, CallOutcome.NoAnswer);
    }

    /// <summary>The other call has given its party.</summary>
    public void Arrived(CallInput.LegArrived arrival)
    {
        if (!IsActive || arrival.Handover != _handover)
        {
            LegHandover.LetGo(arrival);
            return;
        }
        (_arrived, _otherCall) = (arrival.Leg.Named(state.Seats.NextJoined), arrival.From);
        Fire(TransferTrigger.Answered, CallOutcome.NoAnswer);
    }

    /// <summary>The other call has not.</summary>
    public void Refused(CallInput.HandoverRefused refusal)
    {
        if (IsActive && refusal.Handover == _handover) Fail(refusal.Reason);
    }

    /// <summary>A phone that rings for the transfer said something; null: it did not answer at all.</summary>
    public void OnFork(CalleeFork fork, SipResponse? response)
    {
        if (response is { IsProvisional: true })
        {
            if (response.Status > SipStatus.Trying) _transferor!.Progress(response.Status);
        }
        else if (response is { IsSuccess: true })
        {
            if (!state.Callee.TryWin(fork, response, out _)) return;
            _success = response;
            if (fork.Early.AnswerIn(response) is { } answer && _media!.TryAccept(answer)) Fire(TransferTrigger.Answered, CallOutcome.NoAnswer);
            else NobodyAnswers(CallOutcome.NotAcceptable);
        }
        else ringing.Lost(fork, response);
    }

    /// <summary>The target cannot be had.</summary>
    public void Fail(CallOutcome reason) => Fire(TransferTrigger.Failed, reason);

    /// <summary>The agent no longer waits for the person.</summary>
    public void Withdraw(TaskCompletionSource<TransferOutcome> wish)
    {
        if (_transferor is AgentTransferor agent && agent.Is(wish)) Fire(TransferTrigger.Withdrawn, CallOutcome.Cancelled);
    }

    /// <summary>BYE of the transferor: its leg is over, the transfer is not.</summary>
    public void TransferorGone()
    {
        Vacate();
        Fire(TransferTrigger.TransferorGone, CallOutcome.NoAnswer);
    }

    /// <summary>The call is over, and the transfer with it.</summary>
    public void CallEnded(CallOutcome outcome) => Fire(TransferTrigger.CallEnded, outcome);

    private void Ring(CallRoute route, string? referredBy)
    {
        var fromCaller = Remaining == LegSide.Caller;
        var invite = state.Caller.Invite.Request;
        var byTrunk = fromCaller && state.From.Trunk is not null;
        var address = new CalleeAddress(state.Seats.Of(Remaining)!.Party, route.Callee, route.Tenant, byTrunk)
        {
            DisplayName = fromCaller ? invite.From.DisplayName : null, ReferredBy = referredBy,
        };
        _media!.Offer(TrunkCodecs.Allowed(route, services.Codecs.After(state.Media.Of(Remaining)!.Stream)), Sip.Sdp.SdpDirection.SendRecv);
        ringing.Begin(route, Seat, address, _media.OfferTo, NobodyAnswers);
    }

    private void Vacate()
    {
        if (state.Seats.Leave(Seat) is { } left)
        {
            left.Release(CallOutcome.Transferred, services.Clock.GetUtcNow());
            state.Media.Close(left.Media);
        }
        inDialog().SeatTaken(Seat); // nothing of its session may end the call
    }

    private void Fire(TransferTrigger trigger, CallOutcome reason)
    {
        var step = TransferMachine.Next(_phase, trigger);
        if (step.Next != _phase) services.Logger.LogInformation("transfer {From} → {To} on {Trigger}", _phase, step.Next, trigger);
        _phase = step.Next;
        if (step.Actions.HasFlag(TransferAction.Part)) Part();
        if (step.Actions.HasFlag(TransferAction.StopTrying)) StopTrying(reason);
        if (step.Actions.HasFlag(TransferAction.Tell)) Tell(trigger is TransferTrigger.Answered or TransferTrigger.AgentAnswers ? null : reason);
        if (step.Actions.HasFlag(TransferAction.Replace)) Replace();
        if (step.Actions.HasFlag(TransferAction.Connect)) Connect(reason);
        if (step.Actions.HasFlag(TransferAction.GiveToAgent)) GiveToAgent(reason);
        if (step.Actions.HasFlag(TransferAction.Return)) apply(CallTrigger.TransferFailed, reason);
        if (step.Actions.HasFlag(TransferAction.Abandon)) apply(Remaining == LegSide.Caller ? CallTrigger.TransferLost : CallTrigger.CallerGone, reason);
    }

    private void Part()
    {
        apply(CallTrigger.TransferBegun, CallOutcome.NoAnswer);
        if (_transferor!.Side is null) return;
        inDialog().Parted(Remaining); // it may be on hold
        state.Media.PlayRingback(Remaining, state.Route!.Language);
    }

    private void Connect(CallOutcome reason)
    {
        apply(CallTrigger.TransferDone, reason);
        if (_arrived is { IsTimed: true }) inDialog().Refresh(Seat);
    }

    private void GiveToAgent(CallOutcome reason)
    {
        Vacate();
        (state.AgentPartner, state.Route) = (Remaining, _route);
        apply(CallTrigger.AgentWanted, reason);
    }

    private void StopTrying(CallOutcome reason)
    {
        if (_handover is { } asked) _asked!.TryPost(new CallInput.HandoverWithdrawn(asked));
        ringing.Stop();
        state.Callee.Release(reason, peerHungUp: false);
        if (_media is not null) state.Media.Close(_media);
        _media = null;
    }

    private void Replace()
    {
        ringing.Stop();
        _arrived = state.Callee.TakeWinner(_media!, _route?.MayRecord ?? true) ?? _arrived;
        _media = null;
        state.Seats.Replace(Seat, _arrived!, state.Media, services.Clock.GetUtcNow());
        inDialog().SeatTaken(Seat);
        if (_success is { } success) state.Sessions.Take(Seat, success);
        _success = null;
    }

    private void Tell(CallOutcome? failure)
    {
        var leg = failure is null ? _arrived?.Name ?? state.Callee.Winner?.Name : null;
        state.Cdr = state.Cdr.Transfer(new CallTransfer
        {
            Kind = _transferor!.Kind, By = _by?.Name, Target = _target, Leg = leg, Failure = failure, At = services.Clock.GetUtcNow(), OtherCall = _otherCall,
        });
        _transferor.End(failure);
        if (_by is not null) _by.ByeAfter = _transferor.AfterEnd;
    }
}
