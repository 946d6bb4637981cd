using SmartPbx.MediaEdge.Directory;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>Who calls whom on leg B.</summary>
/// <param name="Caller">User part of From.</param>
/// <param name="Callee">User part of To.</param>
/// <param name="Tenant">On whose behalf; its SIP domain is the host of both.</param>
/// <param name="ByTrunk">Leg A came by a trunk, whose identity headers are believed.</param>
internal sealed record CalleeAddress(string Caller, string Callee, TenantDirectory Tenant, bool ByTrunk)
{
    public string Domain => Tenant.Tenant.SipDomain;
}
