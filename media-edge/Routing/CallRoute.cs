using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Directory;
using SmartPbx.MediaEdge.Registrar;

namespace SmartPbx.MediaEdge.Routing;

/// <summary>What a dialled number does now.</summary>
/// <param name="Tenant">Whose number it is.</param>
/// <param name="Callee">The number as the directory knows it.</param>
/// <param name="Extension">The phone that may be rung, now or later in the call; null: none.</param>
/// <param name="Bindings">Where it rings now; empty: the agent answers at once.</param>
/// <param name="AgentReason">Why the agent answers at once, as <c>ai.activated</c> says it; null while something rings.</param>
public sealed record CallRoute(TenantDirectory Tenant, string Callee, Extension? Extension, IReadOnlyList<Binding> Bindings, string? AgentReason)
{
    /// <summary>What rings, and what after it.</summary>
    public IReadOnlyList<RingStep> Steps
    {
        get => field ?? (Bindings.Count == 0 ? [] : [new RingStep([.. Bindings.Select(binding => new RingTarget(Extension!.Number, binding))], NoAnswer)]);
        init;
    }

    public required TimeSpan NoAnswer { get; init; }
    public required bool AgentTakesOver { get; init; }
    public required string Language { get; init; }
    public required bool RecordingNotice { get; init; }

    public AgentSettings Agent => Tenant.Tenant.Agent;
    public bool MayAgentAnswer => Agent.Enabled && AgentTakesOver;
}
