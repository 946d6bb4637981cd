using SmartPbx.Domain.Events;

namespace SmartPbx.Agents.Conversations;

/// <summary>Where a conversation's events go: the edge wraps them into the envelope and sends durable ones by bus, the others in real time.</summary>
public interface IConversationEvents
{
    /// <summary>Takes the event; never blocks and never throws.</summary>
    void Emit<T>(EventType<T> type, T payload);
}
