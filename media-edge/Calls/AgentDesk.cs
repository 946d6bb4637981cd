using SmartPbx.Agents.Conversations;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.MediaEdge.AgentSessions;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>The call's side of the voice agent: begins the conversation, rings a person for it, takes its end. Used by the mailbox alone.</summary>
internal sealed class AgentDesk(CallServices services, LiveCall state, Action<CallTrigger, CallOutcome> apply)
{
    /// <summary>Tells the conversation how ringing the person ended.</summary>
    public void Tell(CallOutcome reason)
    {
        var outcome = state.Phase == CallPhase.Bridged ? TransferOutcome.Answered
            : reason == CallOutcome.Busy || reason == CallOutcome.Declined ? TransferOutcome.Busy
            : reason == CallOutcome.Unavailable ? TransferOutcome.Unavailable : TransferOutcome.NoAnswer;
        state.Timers.Stop(CallTimer.NoAnswer);
        state.Person?.TrySetResult(outcome);
        state.Person = null;
    }

    /// <summary>Begins the conversation on leg A.</summary>
    public void Start(CallTrigger trigger, CallOutcome reason)
    {
        var (route, now) = (state.Route!, services.Clock.GetUtcNow());
        state.Timers.Stop(CallTimer.NoAnswer);
        state.Timers.Stop(CallTimer.Notice);
        state.Media.EndEarlyMedia();
        var why = trigger == CallTrigger.CalleeUnreachable ? route.AgentReason ?? "direct" : reason == CallOutcome.Busy || reason == CallOutcome.Declined ? "busy" : "no_answer";
        state.Cdr = state.Cdr with { AiActivatedAt = now };
        state.Events.EmitOnce(EventCatalogue.AiActivated, new AiActivated(state.Cdr.CallId, why, now), "ai_activated");
        services.Metrics.AiActivated(why);
        state.Agent = new AgentSession(state.Media, state.Mailbox, services.Logger);
        state.Agent.Start(services.Conversations, new ConversationContext(state.Cdr.TenantId, state.Cdr.CallId, services.Options.EdgeId, state.Cdr.Caller, route.Callee, route.Language,
            route.Agent, route.Extension is not null, state.Cdr.StartedAt), state.Events);
    }

    /// <summary>The agent wants the extension rung again; routed anew, because the person may be away or gone by now.</summary>
    public async Task RingPersonAsync(TaskCompletionSource<TransferOutcome> result)
    {
        if (state.Phase != CallPhase.WithAgent)
        {
            result.TrySetResult(TransferOutcome.Failed);
            return;
        }
        var route = await services.Router.RouteAsync(state.From.Tenant, state.Cdr.Callee, CancellationToken.None);
        if (route is null || route.Destinations.Count == 0 || !state.Media.TryOpenCallee())
        {
            result.TrySetResult(route?.AgentReason == "busy" ? TransferOutcome.Busy : TransferOutcome.Unavailable);
            return;
        }
        (state.Route, state.Person) = (route, result);
        apply(CallTrigger.PersonWanted, CallOutcome.NoAnswer);
    }

    /// <summary>The conversation came back; null: it failed.</summary>
    public void Ended(ConversationEnd? end)
    {
        state.Conversation = end;
        state.Agent?.Dispose();
        if (end is { HandedOver: true }) return;
        apply(CallTrigger.AgentEnded, end is null ? CallOutcome.InternalError : end.Outcome);
    }
}
