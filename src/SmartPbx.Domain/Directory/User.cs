using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Directory;

/// <summary>A person who signs in.</summary>
public sealed record User
{
    public required TenantId TenantId { get; init; }
    public required UserId UserId { get; init; }
    public required string DisplayName { get; init; }
    /// <summary>As made by the framework's PasswordHasher; never the password.</summary>
    public required string PasswordHash { get; init; }
    public required Role Role { get; init; }
    public bool Active { get; init; } = true;
    /// <summary>Extension of the person's phone.</summary>
    public string? Extension { get; init; }
    public string Language { get; init; } = "en-US";
}
