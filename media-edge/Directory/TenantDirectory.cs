using System.Collections.Immutable;
using SmartPbx.Domain.Directory;

namespace SmartPbx.MediaEdge.Directory;

/// <summary>One tenant's part of the snapshot. Keys are numbers as <see cref="DialledNumber.Normalise"/> gives them.</summary>
public sealed record TenantDirectory(Tenant Tenant)
{
    public ImmutableDictionary<string, PhoneNumber> Numbers { get; init; } = ImmutableDictionary<string, PhoneNumber>.Empty;
    public ImmutableDictionary<string, Extension> Extensions { get; init; } = ImmutableDictionary<string, Extension>.Empty;
    /// <summary>The tenant's; without one, the plan that lets nothing out.</summary>
    public DialPlan DialPlan { get; init; } = new() { TenantId = Tenant.TenantId };
    public ImmutableDictionary<string, Trunk> Trunks { get; init; } = ImmutableDictionary<string, Trunk>.Empty;
}
