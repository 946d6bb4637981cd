using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Directory;

/// <summary>A phone that registers. The password is never stored: only its digest hashes for the tenant's realm (RFC 7616 §3.4.2, HA1).</summary>
public sealed record Extension
{
    public required TenantId TenantId { get; init; }
    public required string Number { get; init; }
    public string? DisplayName { get; init; }
    /// <summary>The person at this phone, whose status decides whether it rings.</summary>
    public UserId? Operator { get; init; }
    /// <summary>Decides which outbound rules the phone may use.</summary>
    public Role Role { get; init; } = Role.Agent;
    /// <summary>The tenant's number that the outside sees when this phone calls; null: the number that rings it, if any.</summary>
    public string? CallerNumber { get; init; }
    /// <summary>Lower-case hex MD5(user:realm:password).</summary>
    public required string Ha1Md5 { get; init; }
    /// <summary>Lower-case hex SHA-256(user:realm:password) (RFC 8760); empty for a phone that must not be asked for it.</summary>
    public required string Ha1Sha256 { get; init; }
}
