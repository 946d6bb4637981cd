using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Directory;

namespace SmartPbx.MediaEdge.Routing;

/// <summary>What a dialled number does now.</summary>
/// <param name="Tenant">Whose number it is.</param>
/// <param name="Callee">The number as the directory knows it; of an outside number, as it was dialled.</param>
/// <param name="Extension">The phone that may be rung, now or later in the call; null: none.</param>
/// <param name="Destinations">What rings now; empty: the agent answers at once.</param>
/// <param name="AgentReason">Why the agent answers at once, as <c>ai.activated</c> says it; null while something rings.</param>
public sealed record CallRoute(TenantDirectory Tenant, string Callee, Extension? Extension, IReadOnlyList<CallDestination> Destinations, string? AgentReason)
{
    public required TimeSpan NoAnswer { get; init; }
    public required bool AgentTakesOver { get; init; }
    public required string Language { get; init; }
    public required bool RecordingNotice { get; init; }

    /// <summary>Whether the call may be recorded: only where everybody on it can be told.</summary>
    public bool MayRecord { get; init; } = true;

    /// <summary>The normalised number when the call leaves by a trunk; null: it stays with the tenant.</summary>
    public string? OutsideNumber { get; init; }

    /// <summary>An emergency call: no limit may stop it.</summary>
    public bool IsEmergency { get; init; }

    public AgentSettings Agent => Tenant.Tenant.Agent;
    public bool MayAgentAnswer => Agent.Enabled && AgentTakesOver;
}
