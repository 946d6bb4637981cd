using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Directory;
using SmartPbx.MediaEdge.Trunks;

namespace SmartPbx.MediaEdge.Routing;

/// <summary>
/// A phone's call to the outside → the tenant's rules → trunks (SIP-15). What no rule allows is refused; a number that is none is unknown. The agent
/// never answers instead, and such a call is not recorded: its callee could not be told.
/// </summary>
public sealed class OutboundRouter(TrunkBoard trunks)
{
    /// <summary>RFC 3261 timer C: a carrier may let it ring that long.</summary>
    private static readonly TimeSpan NoAnswer = TimeSpan.FromMinutes(3);

    /// <summary>What an emergency number does; null: it is none.</summary>
    public RouteDecision? Emergency(TenantDirectory tenant, Extension phone, string dialled)
    {
        var plan = tenant.DialPlan;
        var rule = plan.Emergency.FirstOrDefault(r => IsDialled(plan, r, dialled));
        if (rule is null) return dialled == DialString.Emergency ? new RouteDecision.Refused(CallOutcome.EmergencyRefused) : null;
        var identity = CallerIdentity.OfEmergency(tenant, phone, rule);
        var ways = trunks.WaysOut(tenant.Tenant.TenantId, rule.Trunks, trunk => new OutboundLeg(rule.SendAs ?? rule.Number, identity, IsEmergency: true));
        return ways.Count == 0 ? new RouteDecision.Refused(CallOutcome.EmergencyRefused) : To(tenant, dialled, rule.Number, ways, isEmergency: true);
    }

    /// <summary>Whether this is an emergency number, in any form in which it may be written.</summary>
    public static bool IsEmergency(TenantDirectory tenant, string dialled)
    {
        var plan = tenant.DialPlan;
        return dialled == DialString.Emergency
            || plan.Emergency.Any(rule => IsDialled(plan, rule, dialled) || NumberPlan.Normalise(plan, dialled) == rule.Number || dialled.TrimStart('+') == rule.Number);
    }

    /// <summary>The first rule that matches decides.</summary>
    public RouteDecision Route(TenantDirectory tenant, Extension phone, string dialled, SentOn how = SentOn.Dialled)
    {
        var plan = tenant.DialPlan;
        if (NumberPlan.Normalise(plan, dialled) is not { } number) return new RouteDecision.Refused(CallOutcome.UnknownNumber);
        var rule = plan.Rules.FirstOrDefault(r => NumberPlan.Matches(r.Pattern, number) && (r.Roles.Count == 0 || r.Roles.Contains(phone.Role)));
        // A tenant that has nothing to do with the outside has no outside numbers: 404 says no more than that.
        if (rule is null) return new RouteDecision.Refused(plan.Rules.Count == 0 ? CallOutcome.UnknownNumber : CallOutcome.Forbidden);
        if (rule.Trunks.Count == 0) return new RouteDecision.Refused(CallOutcome.Forbidden);
        var ways = trunks.WaysOut(tenant.Tenant.TenantId, rule.Trunks, trunk =>
            new OutboundLeg(Sent(plan, rule, trunk, number), CallerIdentity.Of(tenant, phone, trunk), IsEmergency: false) { SentOn = how });
        return ways.Count == 0 ? new RouteDecision.Refused(CallOutcome.TrunkUnavailable) : To(tenant, dialled, number, ways, isEmergency: false);
    }

    private static RouteDecision.To To(TenantDirectory tenant, string dialled, string number, IReadOnlyList<TrunkWay> ways, bool isEmergency) =>
        new(new CallRoute(tenant, dialled, null, [new CallDestination.Line(ways)], null)
        {
            NoAnswer = NoAnswer, AgentTakesOver = false, Language = tenant.Tenant.Language, RecordingNotice = false, MayRecord = false, OutsideNumber = number,
            IsEmergency = isEmergency,
        });

    private static bool IsDialled(DialPlan plan, EmergencyRule rule, string dialled) =>
        dialled == rule.Number || dialled == DialString.Emergency
        || (plan.OutsidePrefix.Length > 0 && dialled == plan.OutsidePrefix + rule.Number); // people in a hurry dial as they always do

    private static string Sent(DialPlan plan, OutboundRule rule, Trunk trunk, string number)
    {
        var formatted = NumberPlan.Format(plan, trunk.NumberFormat.Form, number);
        return trunk.NumberFormat.Prefix + rule.Add + formatted[Math.Min(rule.Strip, formatted.Length)..];
    }
}
