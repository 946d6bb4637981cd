using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Directory;
using SmartPbx.MediaEdge.Routing;

namespace SmartPbx.MediaEdge.Trunks;

/// <summary>Who a carrier is told calls.</summary>
/// <param name="Number">Already in the trunk's form; null: nobody that we could name.</param>
/// <param name="IsAnonymous">From hides it; only the carrier learns it.</param>
/// <param name="AssertsIdentity">P-Asserted-Identity is sent (RFC 3325).</param>
/// <param name="MayPrefer">The phone may choose another of the tenant's numbers (P-Preferred-Identity, RFC 3325 §6).</param>
public sealed record CallerIdentity(string? Number, string? Name, bool IsAnonymous, bool AssertsIdentity, bool MayPrefer)
{
    /// <summary>By the trunk's rule. A number that is not the tenant's is never passed on.</summary>
    public static CallerIdentity Of(TenantDirectory tenant, Extension phone, Trunk trunk)
    {
        var rule = trunk.CallerId;
        var fallback = rule.Number ?? trunk.Credentials?.Username;
        var number = rule.Mode == CallerIdMode.Fixed ? fallback : OwnNumber(tenant, phone) ?? fallback;
        return new CallerIdentity(Format(tenant.DialPlan, trunk, number), rule.Name, rule.Mode == CallerIdMode.Anonymous, rule.AssertIdentity,
            MayPrefer: rule.Mode != CallerIdMode.Fixed);
    }

    /// <summary>An emergency desk must be able to call back: never hidden.</summary>
    public static CallerIdentity OfEmergency(TenantDirectory tenant, Extension phone, EmergencyRule rule) =>
        new(rule.CallerNumber ?? OwnNumber(tenant, phone), null, IsAnonymous: false, AssertsIdentity: true, MayPrefer: false);

    /// <summary>A number in the form that the trunk wants; what is no number stays as it is.</summary>
    public static string? Format(DialPlan plan, Trunk trunk, string? number) =>
        number is not null && NumberPlan.Normalise(plan with { OutsidePrefix = "" }, number) is { } normal ? NumberPlan.Format(plan, trunk.NumberFormat.Form, normal) : number;

    private static string? OwnNumber(TenantDirectory tenant, Extension phone)
    {
        if (phone.CallerNumber is { } chosen && tenant.Numbers.ContainsKey(DialledNumber.Normalise(chosen))) return chosen;
        return tenant.Numbers.Values.Where(n => n.RingExtension == phone.Number).OrderBy(n => n.Number, StringComparer.Ordinal).FirstOrDefault()?.Number;
    }
}
