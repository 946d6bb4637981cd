using SmartPbx.Agents.Conversations;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Spool;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>Wraps a call's events into the envelope with growing sequence numbers: durable ones to the spool, the others straight to the browsers.</summary>
internal sealed class CallEvents(TenantId tenant, CallId call, EdgeId edge, EventSpool spool, RealTimeFeed realTime, TimeProvider clock) : IConversationEvents
{
    private long _sequence;

    /// <summary>The last sequence used.</summary>
    public long Sequence => Interlocked.Read(ref _sequence);

    /// <summary>The next sequence, for an event that somebody else writes.</summary>
    public long NextSequence() => Interlocked.Increment(ref _sequence);

    /// <inheritdoc/>
    public void Emit<T>(EventType<T> type, T payload) => Emit(type, payload, null);

    /// <summary>An event that comes once in a call is named by it, so that however often it goes out it counts once.</summary>
    public void EmitOnce<T>(EventType<T> type, T payload, string name) => Emit(type, payload, name);

    private void Emit<T>(EventType<T> type, T payload, string? name)
    {
        var sequence = NextSequence();
        var cloudEvent = CloudEvent.Create(type, $"{call}:{name ?? sequence.ToString(System.Globalization.CultureInfo.InvariantCulture)}", $"/edge/{edge}",
            tenant, call.Value, clock.GetUtcNow(), payload, sequence);
        if (type.Durable) _ = spool.AppendAsync(cloudEvent);
        else realTime.Push(cloudEvent);
    }
}
