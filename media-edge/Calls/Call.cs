using System.Collections.Concurrent;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Journal;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.MediaEdge.Routing;
using SmartPbx.MediaEdge.Supervision;
using SmartPbx.MediaEdge.Transfers;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>
/// One call: reads its mailbox, asks <see cref="CallMachine"/> what follows, and does it. Requests inside the dialogs are
/// <see cref="InDialogDesk"/>'s, the way of the first INVITE is <see cref="InviteDesk"/>'s, the end is <see cref="CallEnding"/>'s.
/// </summary>
internal sealed class Call
{
    private readonly CallServices _services;
    private readonly LiveCall _state;
    private readonly InDialogDesk _inDialog;
    private readonly CallEnding _ending;
    private readonly EarlyMedia _early;
    private readonly CallerAnswer _answer;
    private readonly CalleeDesk _callee;
    private readonly AgentDesk _agents;
    private readonly TransferDesk _transfers;
    private readonly RouteRinging _ringing;
    private readonly CallJournalist _journalist;
    private readonly HandoverDesk _handovers;
    private readonly TakeOverDesk _takeOvers;
    private readonly OutboundPermit _outbound;
    private readonly MediaHosts _hosts;
    private readonly SupervisionDesk _supervision;

    public Call(CallServices services, LiveCall state)
    {
        (_services, _state) = (services, state);
        void Register(LegSide side, string callId, string tag) => services.Registry.AddDialog(this, side, callId, tag);
        _journalist = new CallJournalist(services, state);
        _ending = new CallEnding(services, state);
        _outbound = new OutboundPermit(services, state);
        state.Callee.TakePermit = _outbound.Take;
        _ringing = new RouteRinging(services, state, _outbound, Register);
        _transfers = new TransferDesk(services, state, _ringing, new TransferRouter(services, state, _outbound), Apply, Register, () => _inDialog!);
        _handovers = new HandoverDesk(services, state, Apply);
        _takeOvers = new TakeOverDesk(services, state, _ringing, Register, () => _inDialog!, Apply);
        _inDialog = new InDialogDesk(services, state, new ReferDesk(services, state, _transfers), ApplyOfLeg);
        _early = new EarlyMedia(services, state, Apply);
        _answer = new CallerAnswer(services, state, _early);
        _hosts = new MediaHosts(services, state);
        _callee = new CalleeDesk(services, state, _ringing, _transfers, _early, _outbound, Apply);
        _agents = new AgentDesk(services, state, _transfers, _early, Apply);
        _supervision = new SupervisionDesk(services, state, (callId, tag) => Register(LegSide.Supervisor, callId, tag));
    }

    public CallId Id => _state.Cdr.CallId;

    /// <summary>Names of this call's dialogs in the registry, which alone uses them.</summary>
    public ConcurrentStack<(string CallId, string LocalTag)> DialogKeys { get; } = new();
    public TenantId Tenant => _state.Cdr.TenantId;

    /// <summary>Whether the voice agent talks with the caller now; a look from outside, for metrics.</summary>
    public bool IsWithAgent => _state.Phase is CallPhase.WithAgent or CallPhase.RingingPerson;

    /// <summary>Its dialogs are gone, whatever is still to be written of it.</summary>
    public bool IsOver => _state.Mailbox.IsClosed;

    /// <summary>Puts an input into the mailbox; false when the call is over or a request finds it full.</summary>
    public bool TryPost(CallInput input) => _state.Mailbox.TryPost(input);

    /// <summary>As <see cref="TryPost"/>, from the SIP loop.</summary>
    public bool TryHandle(CallInput input) => _state.Mailbox.TryHandle(input);

    /// <summary>Runs the call from its admission to its end. Does not throw.</summary>
    public async Task RunAsync()
    {
        using var scope = _services.Logger.BeginScope(new CallScope(Tenant, Id));
        try
        {
            while (_state.Phase != CallPhase.Ended)
            {
                await _state.Mailbox.WaitAsync();
                while (_state.Phase != CallPhase.Ended && _state.Mailbox.TryTake(out var input))
                {
                    var handling = HandleSafelyAsync(input);
                    if (!handling.IsCompleted) _journalist.WriteOnce(); // a call that waits for somebody before its first line is written would leave no trace of itself
                    await handling;
                    if (_state.Phase != CallPhase.Ended) _journalist.WriteIfChanged();
                }
            }
            _journalist.WriteOnce(); // refused at once: a process killed before the record is on disk still finds it
            await _ending.FinishAsync(input => GivenBack.Answer(input, _services.Registry));
        }
        catch (Exception bug) // boundary: whatever fails, the call must leave the registry
        {
            _services.Logger.LogCritical(bug, "the call could not be ended properly");
            _services.Metrics.Fault("call_ending");
            _state.Ticket.Dispose();
        }
        finally
        {
            _state.Media.Dispose();
            _state.Callee.FreeLines();
            _state.Callee.LetGo();
            _outbound.GiveBack();
        }
    }

    /// <summary>Route: what the dialled number does. False: refused with 404.</summary>
    public async Task<bool> RouteAsync()
    {
        _state.Trace.Step("Route");
        switch (await _services.Router.RouteAsync(_state.From, _state.Cdr.Callee, CancellationToken.None))
        {
            case RouteDecision.Refused refused: return Refuse(refused.Outcome);
            case RouteDecision.To to when _outbound.Admit(to.Route) is { } blocked: return Refuse(blocked);
            case RouteDecision.To to: _state.Route = to.Route; break;
        }
        _state.Events.EmitOnce(EventCatalogue.CallStarted,
            new CallStarted(Id, _services.Options.EdgeId, _state.Cdr.Caller, _state.Cdr.Callee, _state.Cdr.StartedAt), "started");
        return true;
    }

    /// <summary>Negotiate: an offer we cannot meet is refused with 488, before a port is taken for anybody else.</summary>
    public bool Negotiate()
    {
        _state.Trace.Step("Negotiate");
        if (!_state.Media.TryOpenCaller(_state.Caller.Invite.Flow)) return Refuse(CallOutcome.NoPorts);
        var invite = _state.Caller.Invite.Request;
        if (invite.Body.IsEmpty) return true; // the offer comes with our 200, the answer with the ACK (RFC 3261 §13.2.1)
        return LegMessages.Description(invite) is { } offer && _state.Media.Caller!.TryAnswer(offer) || Refuse(CallOutcome.NotAcceptable);
    }

    /// <summary>Start media: ports for leg B if anything rings. False: refused with 503.</summary>
    public bool StartMedia()
    {
        _state.Trace.Step("Start media");
        return _state.Route!.Destinations.Count == 0 || _state.Media.TryOpenCallee(_state.Route) || Refuse(CallOutcome.NoPorts);
    }

    /// <summary>Answer: by a phone that rings, or by the agent at once.</summary>
    public void Answer()
    {
        _state.Trace.Step("Answer");
        if (_state.Route!.Destinations.Count > 0) Apply(CallTrigger.CalleeReachable, CallOutcome.NoAnswer);
        else Apply(CallTrigger.CalleeUnreachable, _state.Route.AgentReason == "busy" ? CallOutcome.Busy : CallOutcome.Unavailable);
    }

    private bool Refuse(CallOutcome outcome)
    {
        End(outcome);
        return false;
    }

    private async Task HandleSafelyAsync(CallInput input)
    {
        try
        {
            await _hosts.ResolveAsync(input);
            await HandleAsync(input);
            _supervision.Look();
        }
        catch (Exception bug) // boundary: a bug in a call ends that call and no other
        {
            _services.Logger.LogError(bug, "{Input} failed in phase {Phase}", input.GetType().Name, _state.Phase);
            _services.Metrics.Fault("call");
            if (_state.Phase != CallPhase.Ended) End(CallOutcome.InternalError);
        }
    }

    private Task HandleAsync(CallInput input)
    {
        if (_supervision.TryTake(input)) return Task.CompletedTask;
        switch (input)
        {
            case CallInput.Begin begin: return begin.Work();
            case CallInput.PersonWanted wanted: return _agents.RingPersonAsync(wanted.Result);
            case CallInput.Cancelled cancelled: CallerLeaves(cancelled.Reason); break;
            case CallInput.Request request: _inDialog.Handle(request.Side, request.Transaction); break;
            case CallInput.Acknowledged ack: _inDialog.Acknowledge(ack.Side, ack.Ack); break;
            case CallInput.AckLost lost when _inDialog.IsFatal(lost): Apply(CallTrigger.AckLost, CallOutcome.NoAck); break;
            case CallInput.ForkAnswered fork: _callee.Take(fork.Fork, fork.Response); break;
            case CallInput.Reinvited reinvited: _inDialog.Reinvited(reinvited.Outcome.Side, reinvited.Transaction, reinvited.Response); break;
            case CallInput.Elapsed tick when _state.Timers.IsCurrent(tick): OnTimer(tick.Timer, tick.Side); break;
            case CallInput.NoticeReady notice: _early.Take(notice.Audio); break;
            case CallInput.PersonUnwanted unwanted: _transfers.Withdraw(unwanted.Result); break;
            case CallInput.TakeOver wish: _takeOvers.Answer(wish.Invite, wish.Replaces, wish.Caller); break;
            case CallInput.HandoverAsked asked: _handovers.Answer(asked.Handover); break;
            case CallInput.HandoverWithdrawn withdrawn: _handovers.Withdraw(withdrawn.Handover); break;
            case CallInput.HandoverRings rings: _transfers.Rings(rings); break;
            case CallInput.AgentOffered offer: _transfers.AgentOffered(offer); break;
            case CallInput.LegArrived arrived: _transfers.Arrived(arrived); break;
            case CallInput.HandoverRefused refused: _transfers.Refused(refused); break;
            case CallInput.AgentEnded ended: _agents.Ended(ended.Session, ended.End); break;
            case CallInput.DrainOver: Apply(CallTrigger.DrainOver, CallOutcome.Drained); break;
            case CallInput.Digit digit: _inDialog.Press(digit); break;
            case CallInput.MediaLost lost when _state.Media.Of(lost.Side) is { IsOnHold: false }: OnMediaLost(lost.Side); break;
        }
        return Task.CompletedTask;
    }

    // Whoever asked for a transfer may leave before it is done.
    private void ApplyOfLeg(CallTrigger trigger, CallOutcome reason)
    {
        if (trigger == CallTrigger.CallerGone && _transfers.IsTransferor(LegSide.Caller) || trigger == CallTrigger.CalleeGone && _transfers.IsTransferor(LegSide.Callee))
            _transfers.TransferorGone();
        else if (trigger == CallTrigger.CalleeGone && IsWithAgent && _state.AgentPartner == LegSide.Callee) Apply(CallTrigger.AgentPartnerGone, reason);
        else Apply(trigger, reason);
    }

    private void Apply(CallTrigger trigger, CallOutcome reason)
    {
        var facts = new CallFacts(_state.Route?.MayAgentAnswer ?? false, _state.Media.NoticePending, reason) { CallerHasLeft = _state.Caller.HasLeft };
        var step = CallMachine.Next(_state.Phase, trigger, facts);
        if (step.Next != _state.Phase) _services.Logger.LogDebug("call {From} → {To} on {Trigger}", _state.Phase, step.Next, trigger);
        if (step.Next == CallPhase.Ended && _state.Phase != CallPhase.Ended)
        {
            End(step.Outcome ?? CallOutcome.InternalError);
            return;
        }
        _state.Phase = step.Next;
        if (step.Actions.HasFlag(CallAction.ReleaseCallee)) ReleaseCallee();
        if (step.Actions.HasFlag(CallAction.AnswerCaller)) _answer.Give(step.Next == CallPhase.Bridged ? CallSegmentKind.Bridged : CallSegmentKind.Agent);
        if (step.Actions.HasFlag(CallAction.PlayNotice)) _early.Play();
        if (step.Actions.HasFlag(CallAction.RingCallee)) _callee.Ring();
        if (step.Actions.HasFlag(CallAction.Bridge)) Bridge();
        if (step.Actions.HasFlag(CallAction.ReleaseCaller)) _handovers.ReleaseTransferor();
        if (step.Actions.HasFlag(CallAction.GiveCallee)) _handovers.GivePromised();
        if (step.Actions.HasFlag(CallAction.GiveAgent)) _handovers.GiveAgent();
        if (step.Actions.HasFlag(CallAction.StartAgent)) _agents.Start(trigger, reason);
    }

    private void End(CallOutcome outcome)
    {
        // Whoever hangs up while our 200 still waits for a PRACK ends a call that was never answered.
        if (!_state.Caller.IsAnswered) outcome = Unanswered(outcome);
        (_state.Phase, _state.Outcome, _state.EndedAt) = (CallPhase.Ended, outcome, _services.Clock.GetUtcNow());
        _state.Trace.End(outcome.Name);
        _state.Timers.Dispose();
        Try(_inDialog.CallEnded);
        Try(() => _transfers.CallEnded(outcome));
        Try(() => _handovers.CallEnded(outcome));
        Try(_supervision.CallEnded);
        Try(() => _state.Seats.Release(outcome, _state.EndedAt));
        Try(() => _state.Callee.Release(outcome, _state.CalleeHungUp, _state.PeerReason));
        Try(() => _state.Caller.Release(outcome, _state.CallerHungUp, outcome == CallOutcome.Cancelled ? null : _state.PeerReason, _state.Media.Caller?.Mismatch));
    }

    // An outcome of an answered call has 200 for its status, which refuses nobody.
    private static CallOutcome Unanswered(CallOutcome outcome) => outcome.SipStatus != SipStatus.Ok ? outcome
        : outcome == CallOutcome.CallerHungUp || outcome == CallOutcome.Transferred ? CallOutcome.Cancelled
        : outcome == CallOutcome.Drained ? CallOutcome.Draining : CallOutcome.NoAnswer;

    // One leg that cannot be told must not keep the other from hearing it.
    private void Try(Action release)
    {
        try
        {
            release();
        }
        catch (Exception bug) // boundary: one leg that cannot be released must not keep the other
        {
            _services.Logger.LogError(bug, "a leg could not be released");
            _services.Metrics.Fault("call_release");
        }
    }

    private void CallerLeaves(string? reason)
    {
        // A CANCEL that crossed our 200 changes nothing: the caller will send BYE (RFC 3261 §9.2).
        if (_state.Caller.IsAnswered) return;
        _state.PeerReason = reason; // "Call completed elsewhere" keeps the phone from showing it as missed (RFC 3326 §2)
        Apply(CallTrigger.CallerGone, CallOutcome.Cancelled);
    }

    private void OnTimer(CallTimer timer, LegSide side)
    {
        _state.Timers.Stop(timer, side);
        switch (timer)
        {
            case CallTimer.NoAnswer: _ringing.TimeIsUp(); break;
            case CallTimer.SessionEnd: Apply(CallTrigger.SessionExpired, CallOutcome.SessionExpired); break;
            case CallTimer.Prack: RepeatProgress(); break;
            case CallTimer.Notice: _early.Look(); break;
            case CallTimer.StillRinging: _early.Remind(); break;
            default: _inDialog.Elapsed(timer, side); break;
        }
    }

    private void Bridge()
    {
        _state.Media.Bridge();
        _state.Cdr = _state.Cdr.BeginSegment(CallSegmentKind.Bridged, _services.Clock.GetUtcNow());
        _inDialog.Bridged();
    }

    private void ReleaseCallee()
    {
        _state.Sessions.Stop(LegSide.Callee);
        _state.Callee.Release(CallOutcome.NoAnswer, _state.CalleeHungUp);
    }

    private void RepeatProgress()
    {
        if (!_state.Caller.RepeatProgress()) Apply(CallTrigger.CallerUnfit, CallOutcome.NoPrack);
    }

    private void OnMediaLost(LegSide side)
    {
        var isOut = IsWithAgent ? side != _state.AgentPartner : side == LegSide.Callee && _state.Phase != CallPhase.Bridged;
        if (isOut || _transfers.IsTransferor(side)) return;
        Apply(CallTrigger.MediaLost, CallOutcome.MediaTimeout);
    }
}
