using SmartPbx.Domain.Calls;

namespace SmartPbx.Domain.Events;

/// <summary>Payload of <c>agent.state</c>.</summary>
public sealed record AgentStateChanged(AgentState State);
