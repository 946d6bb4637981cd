using System.Collections.Concurrent;
using SmartPbx.Agents.Conversations;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Journal;
using SmartPbx.MediaEdge.Legs;
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
    private readonly AgentDesk _agents;
    private readonly CallJournalist _journalist;
    private readonly IDisposable _ticket;

    public Call(CallServices services, LiveCall state, IDisposable ticket)
    {
        (_services, _state, _ticket) = (services, state, ticket);
        _journalist = new CallJournalist(services, state);
        _ending = new CallEnding(services, state);
        _inDialog = new InDialogDesk(services, state, Apply);
        _early = new EarlyMedia(services, state, Apply);
        _agents = new AgentDesk(services, state, Apply);
    }

    public CallId Id => _state.Cdr.CallId;

    /// <summary>Names of this call's dialogs in the registry, which alone uses them.</summary>
    public ConcurrentQueue<(string CallId, string LocalTag)> DialogKeys { get; } = new();
    public TenantId Tenant => _state.Cdr.TenantId;

    /// <summary>Whether the voice agent talks with the caller now; a look from outside, for metrics.</summary>
    public bool IsWithAgent => _state.Phase is CallPhase.WithAgent or CallPhase.RingingPerson;

    /// <summary>Puts an input into the mailbox; false when the call is over or a request finds it full.</summary>
    public bool TryPost(CallInput input) => _state.Mailbox.TryPost(input);

    /// <summary>Runs the call from its admission to its end. Does not throw.</summary>
    public async Task RunAsync()
    {
        using var scope = _services.Logger.BeginScope(new CallScope(Tenant, Id));
        try
        {
            _journalist.Write();
            await foreach (var input in _state.Mailbox.ReadAllAsync())
            {
                _state.Mailbox.Taken(input);
                await HandleSafelyAsync(input);
                if (_state.Phase == CallPhase.Ended) break;
                _journalist.WriteIfChanged();
            }
            await _ending.FinishAsync(GiveBack);
        }
        catch (Exception bug)
        {
            _services.Logger.LogCritical(bug, "the call could not be ended properly");
            _services.Metrics.Fault("call_ending");
        }
        finally
        {
            _state.Media.Dispose();
            _ticket.Dispose();
        }
    }

    /// <summary>Route: what the dialled number does. False: refused with 404.</summary>
    public async Task<bool> RouteAsync()
    {
        _state.Trace.Step("Route");
        _state.Route = await _services.Router.RouteAsync(_state.From.Tenant, _state.Cdr.Callee, CancellationToken.None);
        if (_state.Route is null) return Refuse(CallOutcome.UnknownNumber);
        _state.Events.EmitOnce(EventCatalogue.CallStarted,
            new CallStarted(Id, _services.Options.EdgeId, _state.Cdr.Caller, _state.Cdr.Callee, _state.Cdr.StartedAt), "started");
        return true;
    }

    /// <summary>Negotiate: an offer we cannot meet is refused with 488, before a port is taken for anybody else.</summary>
    public bool Negotiate()
    {
        _state.Trace.Step("Negotiate");
        if (!_state.Media.TryOpenCaller()) return Refuse(CallOutcome.NoPorts);
        var invite = _state.Caller.Invite.Request;
        if (invite.Body.IsEmpty) return true; // the offer comes with our 200, the answer with the ACK (RFC 3261 §13.2.1)
        return LegMessages.Description(invite) is { } offer && _state.Media.Caller!.TryAnswer(offer) || Refuse(CallOutcome.NotAcceptable);
    }

    /// <summary>Start media: ports for leg B if anything rings. False: refused with 503.</summary>
    public bool StartMedia()
    {
        _state.Trace.Step("Start media");
        return _state.Route!.Bindings.Count == 0 || _state.Media.TryOpenCallee() || Refuse(CallOutcome.NoPorts);
    }

    /// <summary>Answer: by a phone that rings, or by the agent at once.</summary>
    public void Answer()
    {
        _state.Trace.Step("Answer");
        if (_state.Route!.Bindings.Count > 0) Apply(CallTrigger.CalleeReachable, CallOutcome.NoAnswer);
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
            await HandleAsync(input);
        }
        catch (Exception bug)
        {
            _services.Logger.LogError(bug, "{Input} failed in phase {Phase}", input.GetType().Name, _state.Phase);
            _services.Metrics.Fault("call");
            if (_state.Phase != CallPhase.Ended) End(CallOutcome.InternalError);
        }
    }

    private Task HandleAsync(CallInput input)
    {
        switch (input)
        {
            case CallInput.Begin begin: return begin.Work();
            case CallInput.PersonWanted wanted: return _agents.RingPersonAsync(wanted.Result);
            case CallInput.Cancelled: CallerLeaves(); break;
            case CallInput.Request request: _inDialog.Handle(request.Side, request.Transaction); break;
            case CallInput.Acknowledged ack: _inDialog.Acknowledge(ack.Side, ack.Ack); break;
            case CallInput.AckLost: Apply(CallTrigger.AckLost, CallOutcome.NoAck); break;
            case CallInput.ForkAnswered fork: OnFork(fork.Fork, fork.Response); break;
            case CallInput.Reinvited reinvited: _inDialog.Reinvited(reinvited.Side, reinvited.Transaction, reinvited.Response); break;
            case CallInput.Elapsed tick when _state.Timers.IsCurrent(tick): OnTimer(tick.Timer); break;
            case CallInput.NoticeReady notice: _early.Take(notice.Audio); break;
            case CallInput.PersonUnwanted unwanted when _state.Person == unwanted.Result: Apply(CallTrigger.PersonUnwanted, CallOutcome.Cancelled); break;
            case CallInput.AgentEnded ended: _agents.Ended(ended.End); break;
            case CallInput.DrainOver: Apply(CallTrigger.DrainOver, CallOutcome.Drained); break;
            case CallInput.Digit { Side: LegSide.Caller } digit: _state.Agent?.Press(digit.Key); break;
            case CallInput.MediaLost lost when _state.Media.Of(lost.Side) is { IsOnHold: false }: OnMediaLost(lost.Side); break;
        }
        return Task.CompletedTask;
    }

    private void Apply(CallTrigger trigger, CallOutcome reason)
    {
        var facts = new CallFacts(_state.Route?.MayAgentAnswer ?? false, _state.Media.NoticePending, reason);
        var step = CallMachine.Next(_state.Phase, trigger, facts);
        if (step.Next != _state.Phase) _services.Logger.LogDebug("call {From} → {To} on {Trigger}", _state.Phase, step.Next, trigger);
        if (step.Next == CallPhase.Ended && _state.Phase != CallPhase.Ended)
        {
            End(step.Outcome ?? CallOutcome.InternalError);
            return;
        }
        _state.Phase = step.Next;
        if (step.Actions.HasFlag(CallAction.ReleaseCallee)) _state.Callee.Release(CallOutcome.NoAnswer, _state.CalleeHungUp);
        if (step.Actions.HasFlag(CallAction.AnswerCaller)) AnswerCaller(step.Next == CallPhase.Bridged ? CallSegmentKind.Bridged : CallSegmentKind.Agent);
        if (step.Actions.HasFlag(CallAction.PlayNotice)) _early.Play();
        if (step.Actions.HasFlag(CallAction.RingCallee)) RingCallee();
        if (step.Actions.HasFlag(CallAction.Bridge)) Bridge();
        if (step.Actions.HasFlag(CallAction.TellAgent)) _agents.Tell(reason);
        if (step.Actions.HasFlag(CallAction.StartAgent)) _agents.Start(trigger, reason);
    }

    private void End(CallOutcome outcome)
    {
        (_state.Phase, _state.Outcome, _state.EndedAt) = (CallPhase.Ended, outcome, _services.Clock.GetUtcNow());
        _state.Trace.End(outcome.Name);
        _state.Timers.Dispose();
        Try(() => _state.Callee.Release(outcome, _state.CalleeHungUp));
        Try(() => _state.Caller.Release(outcome, _state.CallerHungUp));
    }

    // One leg that cannot be told must not keep the other from hearing it.
    private void Try(Action release)
    {
        try
        {
            release();
        }
        catch (Exception bug)
        {
            _services.Logger.LogError(bug, "a leg could not be released");
            _services.Metrics.Fault("call_release");
        }
    }

    private void CallerLeaves()
    {
        // A CANCEL that crossed our 200 changes nothing: the caller will send BYE (RFC 3261 §9.2).
        if (!_state.Caller.IsAnswered) Apply(CallTrigger.CallerGone, CallOutcome.Cancelled);
    }

    private void RingCallee()
    {
        var route = _state.Route!;
        var offer = _state.Media.Callee!.Offer(MediaPolicy.SameAs(_state.Media.Caller!.Stream), Sip.Sdp.SdpDirection.SendRecv);
        var address = new CalleeAddress(_state.Cdr.Caller, route.Extension!.Number, route.Tenant.Tenant.SipDomain, _state.From.Trunk is not null);
        _state.CalleeHungUp = false;
        _state.Cdr = _state.Cdr with { State = CallState.Calling };
        _state.Callee.Ring(_state.Caller.Invite.Request, route.Bindings, address, offer,
            (callId, tag) => _services.Registry.AddDialog(this, LegSide.Callee, callId, tag));
        _state.Timers.Start(CallTimer.NoAnswer, route.NoAnswer);
        _services.Logger.LogDebug("ringing {Phones} phones for {Seconds} s", route.Bindings.Count, route.NoAnswer.TotalSeconds);
    }

    private void OnFork(CalleeFork fork, SipResponse? response)
    {
        if (response is { IsProvisional: true })
        {
            if (response.Status > SipStatus.Trying) _state.Cdr = _state.Cdr with { RingingAt = _state.Cdr.RingingAt ?? _services.Clock.GetUtcNow(), State = CallState.Ringing };
        }
        else if (response is { IsSuccess: true }) OnForkSuccess(fork, response);
        else if (_state.Callee.TryLose(fork, response?.Status ?? SipStatus.RequestTimeout)) CalleeFailed(_state.Callee.Failure);
    }

    private void OnForkSuccess(CalleeFork fork, SipResponse response)
    {
        var expected = _state.Phase is CallPhase.Ringing or CallPhase.RingingPerson;
        if (!expected && fork.Dialog is null)
        {
            fork.FinalStatus ??= response.Status;
            fork.HangUpLateAnswer(response);
            return;
        }
        if (!_state.Callee.TryWin(fork, response, out _)) return;
        _state.Timers.Stop(CallTimer.NoAnswer);
        if (LegMessages.Description(response) is { } answer && _state.Media.Callee!.TryAccept(answer)) Apply(CallTrigger.CalleeAnswered, CallOutcome.NoAnswer);
        else CalleeFailed(CallOutcome.NotAcceptable);
    }

    private void CalleeFailed(CallOutcome reason)
    {
        _state.Timers.Stop(CallTimer.NoAnswer);
        Apply(CallTrigger.CalleeFailed, reason);
    }

    private void OnTimer(CallTimer timer)
    {
        _state.Timers.Stop(timer);
        switch (timer)
        {
            case CallTimer.NoAnswer: Apply(CallTrigger.CalleeFailed, CallOutcome.NoAnswer); break;
            case CallTimer.Glare: _inDialog.RetryReinvite(); break;
            case CallTimer.Notice: _early.Look(); break;
        }
    }

    private void AnswerCaller(CallSegmentKind kind)
    {
        var media = _state.Media.Caller!;
        var answer = media.Stream is null ? media.Offer(MediaPolicy.Codecs, Sip.Sdp.SdpDirection.SendRecv) : media.Local!;
        _state.Caller.Answer(answer);
        _state.Trace.End(kind == CallSegmentKind.Bridged ? "bridged" : "agent");
        var now = _services.Clock.GetUtcNow();
        _state.Cdr = _state.Cdr.Answer(kind, now) with { Codec = media.Stream?.Codec.Name };
        _early.StartRecording();
        _state.Events.EmitOnce(EventCatalogue.CallAnswered, new CallAnswered(Id, kind, now), "answered");
    }

    private void Bridge()
    {
        _state.Media.Bridge();
        _state.Cdr = _state.Cdr.BeginSegment(CallSegmentKind.Bridged, _services.Clock.GetUtcNow());
    }

    private void OnMediaLost(LegSide side)
    {
        if (side == LegSide.Callee && _state.Phase != CallPhase.Bridged) return;
        Apply(CallTrigger.MediaLost, CallOutcome.MediaTimeout);
    }

    // The mailbox is closed: whoever still waits for an answer gets the one for a call that is over.
    private static void GiveBack(CallInput input)
    {
        switch (input)
        {
            case CallInput.Request { Transaction: { } request }:
                request.Respond(request.Request.Method == SipMethod.Bye ? SipStatus.Ok : SipStatus.CallOrTransactionDoesNotExist);
                break;
            case CallInput.ForkAnswered { Response: { IsSuccess: true } late, Fork: { Dialog: null } fork }:
                fork.HangUpLateAnswer(late);
                break;
            case CallInput.PersonWanted wanted:
                wanted.Result.TrySetResult(TransferOutcome.Failed);
                break;
        }
    }
}
