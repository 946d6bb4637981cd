using SmartPbx.Agents.Conversations;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.MediaEdge.AgentSessions;
using SmartPbx.MediaEdge.Transfers;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>The call's side of the voice agent: begins the conversation, rings a person for it, takes its end. Used by the mailbox alone.</summary>
internal sealed class AgentDesk(CallServices services, LiveCall state, TransferDesk transfers, EarlyMedia early, Action<CallTrigger, CallOutcome> apply)
{
    /// <summary>Begins the conversation with the caller, or with whoever was sent to a number of the agent's.</summary>
    public void Start(CallTrigger trigger, CallOutcome reason)
    {
        var (route, now) = (state.Route!, services.Clock.GetUtcNow());
        state.Timers.Stop(CallTimer.NoAnswer);
        state.Timers.Stop(CallTimer.Notice);
        state.Media.EndEarlyMedia(state.AgentPartner);
        early.StartRecording(); // of a call that was not, until now
        var why = trigger != CallTrigger.TransferLost && route.Destinations.Count == 0 ? route.AgentReason ?? "direct" : reason == CallOutcome.Busy || reason == CallOutcome.Declined ? "busy" : "no_answer";
        state.Cdr = state.Cdr.BeginSegment(CallSegmentKind.Agent, now) with { AiActivatedAt = now };
        state.Events.EmitOnce(EventCatalogue.AiActivated, new AiActivated(state.Cdr.CallId, why, now), "ai_activated");
        services.Metrics.AiActivated(why);
        state.Agent = new AgentSession(state.Media, state.AgentPartner, state.Mailbox, services.Logger);
        state.Agent.Start(services.Conversations, new ConversationContext(state.Cdr.TenantId, state.Cdr.CallId, services.Options.EdgeId, state.Seats.Of(state.AgentPartner)?.Party ?? state.Cdr.Caller, route.Callee, route.Language,
            route.Agent, route.Extension is not null, state.Cdr.StartedAt), state.Events);
    }

    /// <summary>The agent wants the extension rung again; routed anew, because the person may be away or gone by now.</summary>
    public Task RingPersonAsync(TaskCompletionSource<TransferOutcome> result)
    {
        if (transfers.TryBegin(new AgentTransferor(result), state.Route!.Callee)) return transfers.RingAsync(null);
        result.TrySetResult(TransferOutcome.Failed);
        return Task.CompletedTask;
    }

    /// <summary>The conversation came back; null: it failed.</summary>
    public void Ended(AgentSession session, ConversationEnd? end)
    {
        session.Dispose();
        if (end is not null) state.Conversations.Add(end);
        if (end is { HandedOver: true } || session != state.Agent) return;
        apply(CallTrigger.AgentEnded, end is null ? CallOutcome.InternalError : end.Outcome);
    }
}
