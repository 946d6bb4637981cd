using SmartPbx.Domain.Calls;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>What a decision depends on beside phase and trigger.</summary>
/// <param name="MayAgentAnswer">Tenant and number let the agent take over.</param>
/// <param name="NoticePending">The recording notice is not through yet.</param>
/// <param name="Reason">With <see cref="CallTrigger.CalleeFailed"/>, <see cref="CallTrigger.CalleeUnreachable"/>, <see cref="CallTrigger.CallerUnfit"/> and <see cref="CallTrigger.AgentEnded"/>: how.</param>
public readonly record struct CallFacts(bool MayAgentAnswer, bool NoticePending, CallOutcome Reason)
{
    /// <summary>Leg A has had its final refusal, while leg B rings for somebody else.</summary>
    public bool CallerHasLeft { get; init; }
}
