using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Directory;

/// <summary>The platform itself as a tenant: owns the list of tenants and nothing that belongs to one of them.</summary>
public static class PlatformTenant
{
    public static TenantId Id { get; } = new("platform");
}
