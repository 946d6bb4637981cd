using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Agents.Conversations;

/// <summary>The call that a conversation belongs to, as it was when the agent took it.</summary>
/// <param name="Callee">The number that was dialled; it owns knowledge of its own.</param>
/// <param name="Language">BCP 47: <c>en-US</c> or <c>ko-KR</c>; other languages are served in English.</param>
/// <param name="Settings">Behaviour and texts of the tenant.</param>
/// <param name="PersonAvailableToRing">Whether <see cref="ICallLine.RingPersonAsync"/> has someone to ring.</param>
/// <param name="CallStartedAt">Start of the call, which names its blob folder.</param>
public sealed record ConversationContext(TenantId Tenant, CallId CallId, EdgeId EdgeId, string Caller, string Callee, string Language,
    AgentSettings Settings, bool PersonAvailableToRing, DateTimeOffset CallStartedAt);
