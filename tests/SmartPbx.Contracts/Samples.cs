using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Contracts;

/// <summary>Two tenants and what they do alike.</summary>
public static class Samples
{
    public static TenantId Alpha { get; } = new("alpha");
    public static TenantId Beta { get; } = new("beta");
    public static Partition AlphaCall { get; } = new(Alpha, "call-1");
    public static Partition BetaCall { get; } = new(Beta, "call-1");

    public static CloudEvent Changed(TenantId tenant, string id, DateTimeOffset time) => CloudEvent.Create(
        EventCatalogue.ConfigChanged, id, "/functions", tenant, "1000", time, new ConfigChanged("number", "1000", "관리자"), sequence: 7);
}
