using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Functions.Auth;

/// <summary>A user as clients see it: without the password hash.</summary>
public sealed record UserView(UserId UserId, string DisplayName, Role Role, IReadOnlyList<string> Permissions, TenantId TenantId, string Language, string? Extension)
{
    internal static UserView Of(User user) =>
        new(user.UserId, user.DisplayName, user.Role, Permission.Of(user.Role), user.TenantId, user.Language, user.Extension);
}
