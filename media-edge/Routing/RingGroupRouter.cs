using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Directory;
using SmartPbx.MediaEdge.Registrar;

namespace SmartPbx.MediaEdge.Routing;

/// <summary>A ring group → what rings now and what after it. Who is away, busy or not registered is passed over.</summary>
public sealed class RingGroupRouter(BindingTable bindings, PresenceReader presence)
{
    /// <summary>The steps; without any, <c>Reason</c> says why as <c>ai.activated</c> does.</summary>
    public async ValueTask<(IReadOnlyList<RingStep> Steps, string? Reason)> PlanAsync(
        TenantDirectory tenant, RingGroup group, TimeSpan noAnswer, CancellationToken cancellationToken)
    {
        var steps = new List<RingStep>();
        string? why = null;
        foreach (var member in group.Members.Take(RingGroup.MaxMembers))
        {
            if (!tenant.Extensions.TryGetValue(member.Extension, out var extension)) continue;
            var reachable = bindings.List(tenant.Tenant.TenantId, extension.Number);
            if (reachable.Count == 0) continue;
            var reason = await presence.ReasonNotToRingAsync(tenant.Tenant.TenantId, extension.Operator, cancellationToken);
            why ??= reason;
            if (reason is not null) continue;
            var time = member.Seconds is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0.1, 180)) : noAnswer;
            steps.Add(new RingStep([.. reachable.Select(binding => new RingTarget(extension.Number, new CallDestination.Phone(binding)))], time));
        }
        if (steps.Count == 0) return (steps, why ?? "unregistered");
        return (group.Strategy == RingStrategy.OneAfterAnother ? steps : [new RingStep([.. steps.SelectMany(step => step.Targets)], noAnswer)], null);
    }
}
