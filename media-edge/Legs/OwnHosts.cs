using SmartPbx.MediaEdge.Calls;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>Whose numbers a SIP URI speaks of, when a phone names one to be called.</summary>
internal static class OwnHosts
{
    /// <summary>The edge itself, or the SIP domain of the call's tenant. Anybody else's domain is not ours to call.</summary>
    public static bool IsOurs(string host, CallServices services, LiveCall state) =>
        services.Sip.IsOwnHost(host)
        || services.Directory.Current.TenantOfDomain(host)?.Tenant.TenantId == state.Cdr.TenantId;
}
