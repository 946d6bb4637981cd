using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Calls;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Directory;
using SmartPbx.MediaEdge.Registrar;
using SmartPbx.MediaEdge.Trunks;

namespace SmartPbx.MediaEdge.Routing;

/// <summary>Dialled user → number or extension of the tenant → bindings and operator status → who answers (SIP-6, SIP-7); else, for its phones, the outside.</summary>
public sealed class CallRouter(BindingTable bindings, PresenceReader presence, RingGroupRouter groups, OutboundRouter outbound, EdgeOptions options)
{
    /// <summary>
    /// The route for this caller. Emergency numbers come first, so that nothing of the directory can hide them; the outside comes last, and for
    /// phones only: what a carrier delivers never leaves again.
    /// </summary>
    public async ValueTask<RouteDecision> RouteAsync(IncomingCaller from, string dialled, CancellationToken cancellationToken)
    {
        if (from.Phone is { } phone && outbound.Emergency(from.Tenant, phone, dialled) is { } emergency) return emergency;
        if (await RouteAsync(from.Tenant, dialled, cancellationToken) is { } route) return new RouteDecision.To(route);
        return from.Phone is null ? new RouteDecision.Refused(CallOutcome.UnknownNumber) : outbound.Route(from.Tenant, from.Phone, dialled);
    }

    /// <summary>
    /// The route of a call that is sent on instead of dialled, outside in the name of the phone that sends it; null: nobody has leave to. Emergency numbers
    /// are for those who dial them themselves.
    /// </summary>
    public async ValueTask<RouteDecision> RouteOnAsync(TenantDirectory tenant, Extension? by, string dialled, SentOn how, CancellationToken cancellationToken)
    {
        if (OutboundRouter.IsEmergency(tenant, dialled)) return new RouteDecision.Refused(CallOutcome.EmergencyRefused);
        if (await RouteAsync(tenant, dialled, cancellationToken) is { } route) return new RouteDecision.To(route);
        return by is null ? new RouteDecision.Refused(CallOutcome.UnknownNumber) : outbound.Route(tenant, by, dialled, how);
    }

    /// <summary>The route within the tenant, or null when it has no such number (404).</summary>
    public async ValueTask<CallRoute?> RouteAsync(TenantDirectory tenant, string dialled, CancellationToken cancellationToken)
    {
        var digits = DialledNumber.Normalise(dialled);
        foreach (var key in NumberPlan.Keys(tenant.DialPlan, dialled.StartsWith('+') ? "+" + digits : digits))
        {
            if (tenant.Numbers.TryGetValue(key, out var number)) return await RouteNumberAsync(tenant, number, cancellationToken);
            if (!tenant.Extensions.TryGetValue(key, out var extension)) continue;
            return await ToExtensionAsync(tenant, extension.Number, extension, new PhoneNumber
            {
                TenantId = tenant.Tenant.TenantId, Number = extension.Number, RingExtension = extension.Number, NoAnswerSeconds = options.NoAnswer.TotalSeconds,
            }, cancellationToken);
        }
        return null;
    }

    private ValueTask<CallRoute> RouteNumberAsync(TenantDirectory tenant, PhoneNumber number, CancellationToken cancellationToken)
    {
        if (number.RingGroup is { } group) return ToGroupAsync(tenant, number, group, cancellationToken);
        if (number.RingExtension is null) return ValueTask.FromResult(Route(tenant, number.Number, null, [], "direct", number));
        return tenant.Extensions.TryGetValue(number.RingExtension, out var extension)
            ? ToExtensionAsync(tenant, number.Number, extension, number, cancellationToken)
            : ValueTask.FromResult(Route(tenant, number.Number, null, [], "unregistered", number));
    }

    private async ValueTask<CallRoute> ToGroupAsync(TenantDirectory tenant, PhoneNumber number, RingGroup group, CancellationToken cancellationToken)
    {
        var (steps, reason) = await groups.PlanAsync(tenant, group, NoAnswer(number), cancellationToken);
        var name = steps is [{ Targets: [var ringing, ..] }, ..] ? ringing.Number : group.Members is [var member, ..] ? member.Extension : "";
        var first = tenant.Extensions.GetValueOrDefault(name);
        var route = Route(tenant, number.Number, first, [], reason, number);
        return route with { Destinations = [.. steps.Take(1).SelectMany(step => step.Targets).Select(target => target.Destination)], Steps = steps };
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
        new(tenant, callee, extension, [.. reachable.Select(b => new CallDestination.Phone(b))], reason)
        {
            NoAnswer = NoAnswer(number),
            AgentTakesOver = number.AgentTakesOver, Language = number.Language ?? tenant.Tenant.Language, RecordingNotice = number.RecordingNotice,
        };

    private static TimeSpan NoAnswer(PhoneNumber number) => TimeSpan.FromSeconds(Math.Clamp(number.NoAnswerSeconds, 0.1, 180)); // RFC 3261 timer C is three minutes
}
