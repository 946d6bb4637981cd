using SmartPbx.Agents.Conversations;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Transcripts;

namespace SmartPbx.Agents.Tests.Kit;

/// <summary>Keeps a conversation's events in order.</summary>
internal sealed class RecordedEvents : IConversationEvents
{
    public readonly List<(string Name, object Payload)> All = [];

    public void Emit<T>(EventType<T> type, T payload) => All.Add((type.Name, payload!));

    public IEnumerable<T> Of<T>(EventType<T> type) => All.Where(e => e.Name == type.Name).Select(e => (T)e.Payload);

    public IReadOnlyList<AgentState> States => [.. Of(EventCatalogue.AgentStateChanged).Select(s => s.State)];

    public IReadOnlyList<QueryProcessed> Queries => [.. Of(EventCatalogue.AgentQueryProcessed)];

    public IReadOnlyList<AgentSpeaking> Speaking => [.. Of(EventCatalogue.AgentSpeaking)];

    public IReadOnlyList<TranscriptChunk> Chunks => [.. Of(EventCatalogue.TranscriptChunk)];
}
