using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Directory;
using SmartPbx.MediaEdge.Registrar;

namespace SmartPbx.MediaEdge.Routing;

/// <summary>Dialled user → number or extension of the tenant → bindings and operator status → who answers (SIP-6, SIP-7).</summary>
public sealed class CallRouter(BindingTable bindings, PresenceReader presence, EdgeOptions options)
{
    /// <summary>The route, or null when the tenant has no such number (404).</summary>
    public async ValueTask<CallRoute?> RouteAsync(TenantDirectory tenant, string dialled, CancellationToken cancellationToken)
    {
        var key = DialledNumber.Normalise(dialled);
        if (tenant.Numbers.TryGetValue(key, out var number)) return await RouteNumberAsync(tenant, number, cancellationToken);
        if (!tenant.Extensions.TryGetValue(key, out var extension)) return null;
        return await ToExtensionAsync(tenant, extension.Number, extension, new PhoneNumber
        {
            TenantId = tenant.Tenant.TenantId, Number = extension.Number, RingExtension = extension.Number, NoAnswerSeconds = options.NoAnswer.TotalSeconds,
        }, cancellationToken);
    }

    private ValueTask<CallRoute> RouteNumberAsync(TenantDirectory tenant, PhoneNumber number, CancellationToken cancellationToken)
    {
        if (number.RingExtension is null) return ValueTask.FromResult(Route(tenant, number.Number, null, [], "direct", number));
        return tenant.Extensions.TryGetValue(number.RingExtension, out var extension)
            ? ToExtensionAsync(tenant, number.Number, extension, number, cancellationToken)
            : ValueTask.FromResult(Route(tenant, number.Number, null, [], "unregistered", number));
    }

    private async ValueTask<CallRoute> ToExtensionAsync(TenantDirectory tenant, string callee, Extension extension, PhoneNumber number,
        CancellationToken cancellationToken)
    {
        var reachable = bindings.List(tenant.Tenant.TenantId, extension.Number);
        if (reachable.Count == 0) return Route(tenant, callee, extension, [], "unregistered", number);
        var reason = await presence.ReasonNotToRingAsync(tenant.Tenant.TenantId, extension.Operator, cancellationToken);
        return Route(tenant, callee, extension, reason is null ? reachable : [], reason, number);
    }

    private static CallRoute Route(TenantDirectory tenant, string callee, Extension? extension, IReadOnlyList<Binding> reachable, string? reason, PhoneNumber number) =>
        new(tenant, callee, extension, reachable, reason)
        {
            NoAnswer = TimeSpan.FromSeconds(Math.Clamp(number.NoAnswerSeconds, 0.1, 180)), // RFC 3261 timer C is three minutes
            AgentTakesOver = number.AgentTakesOver, Language = number.Language ?? tenant.Tenant.Language, RecordingNotice = number.RecordingNotice,
        };
}
