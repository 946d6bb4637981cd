using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Calls;
using SmartPbx.MediaEdge.Routing;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>
/// Rings what a route says, step after step, and where its phones redirect to (RFC 3261 §8.1.3.4), until one answers or nothing is left.
/// Used by the call's mailbox alone, for leg B and for the target of a transfer.
/// </summary>
internal sealed class RouteRinging(CallServices services, LiveCall state, OutboundPermit outbound, Action<LegSide, string, string> register)
{
    private readonly List<RingStep> _left = [];
    private readonly Redirections _redirections = new(services, state, outbound);
    private Action<CallOutcome> _exhausted = _ => { };
    private CallRoute? _route;
    private CalleeAddress? _address;
    private LegSide _seat;
    private int _round;
    private int _redirecting;

    /// <summary>Where a phone has sent the call and the voice agent may answer it, when nobody else does; null: nowhere.</summary>
    public CallRoute? AgentRoute { get; private set; }

    /// <summary>Rings the first step, each phone with the offer for the way to it. <paramref name="exhausted"/> hears when nothing is left, and why.</summary>
    public void Begin(CallRoute route, LegSide seat, CalleeAddress address, Func<SipFlow, SdpSession> offer, Action<CallOutcome> exhausted)
    {
        Forget();
        (_route, _seat, _address, _exhausted) = (route, seat, address, exhausted);
        _left.AddRange(route.Steps);
        _redirections.Begin(route.Callee);
        state.Callee.Begin(state.Caller.Invite.Request, route.Tenant, offer, (callId, tag) => register(_seat, callId, tag));
        if (!TryNext()) exhausted(CallOutcome.TrunkUnavailable); // only a carrier's line can be full before anything rang
    }

    /// <summary>A phone refused, or did not answer at all (null).</summary>
    public void Lost(CalleeFork fork, SipResponse? response)
    {
        var status = response?.Status ?? SipStatus.RequestTimeout;
        var wasLast = state.Callee.TryLose(fork, status);
        if (response is { Status: >= 300 and < 400 } && !fork.IsCancelled) Follow(fork, response);
        else if (wasLast && _redirecting == 0) GoOn(status);
    }

    /// <summary>The step has rung long enough.</summary>
    public void TimeIsUp()
    {
        state.Timers.Stop(CallTimer.NoAnswer);
        if (_left.Count > 0) state.Callee.CancelRinging();
        if (!TryNext()) _exhausted(CallOutcome.NoAnswer);
    }

    /// <summary>Nothing more is rung; what rings is released by whoever stops it.</summary>
    public void Stop()
    {
        Forget();
        outbound.GiveBack();
    }

    private void Forget()
    {
        _round++;
        _redirecting = 0;
        AgentRoute = null;
        _left.Clear();
        state.Timers.Stop(CallTimer.NoAnswer);
    }

    // §16.7 step 5: a 6xx speaks for everybody.
    private void GoOn(int status)
    {
        if (status >= 600 || !TryNext()) _exhausted(state.Callee.Failure);
    }

    private bool TryNext()
    {
        while (_left.Count > 0)
        {
            var step = _left[0];
            _left.RemoveAt(0);
            if (TryRing(step, _address!)) return true;
        }
        return false;
    }

    private bool TryRing(RingStep step, CalleeAddress address)
    {
        if (!state.Callee.Ring(step.Targets, address)) return false;
        state.Timers.Start(CallTimer.NoAnswer, step.Time);
        services.Logger.LogDebug("ringing {Destinations} destinations for {Seconds} s", step.Targets.Count, step.Time.TotalSeconds);
        return true;
    }

    private void Follow(CalleeFork fork, SipResponse redirect)
    {
        var round = _round;
        _redirecting++;
        state.Mailbox.TryPost(new CallInput.Begin(async () =>
        {
            var (steps, agentRoute) = await _redirections.RouteAsync(fork, redirect);
            if (round != _round) return; // somebody answered, or the call is over
            _redirecting--;
            AgentRoute ??= agentRoute;
            _left.InsertRange(0, steps.Skip(1));
            var rings = steps.Count > 0 && TryRing(steps[0], _redirections.Address(_address!, fork));
            if (!rings && _redirecting == 0 && !state.Callee.IsRinging) GoOn(redirect.Status);
        }));
    }
}
