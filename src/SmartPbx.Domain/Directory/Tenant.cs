using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Directory;

/// <summary>A customer of the platform; stored under <see cref="PlatformTenant.Id"/> so that the edge can list them.</summary>
public sealed record Tenant
{
    public required TenantId TenantId { get; init; }
    public required string Name { get; init; }
    /// <summary>SIP domain and digest realm of the tenant's phones.</summary>
    public required string SipDomain { get; init; }
    /// <summary>BCP 47: <c>en-US</c> or <c>ko-KR</c>.</summary>
    public string Language { get; init; } = "en-US";
    public bool Active { get; init; } = true;
    public AgentSettings Agent { get; init; } = new();
    public RetentionSettings Retention { get; init; } = new();
}
