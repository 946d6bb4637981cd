using System.Security.Claims;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Functions.Auth;

/// <summary>Who is asking. Every route takes its tenant from here, that is from the token, and from nowhere else.</summary>
public sealed record SignedIn(TenantId Tenant, UserId User, Role Role, string SessionId)
{
    /// <summary>Claim names, shared with the real-time hub, which groups connections by them.</summary>
    public const string TenantClaim = "tenant";
    public const string UserClaim = "sub";
    public const string RoleClaim = "role";
    public const string SessionClaim = "sid";

    public bool May(string permission) => Permission.Of(Role).Contains(permission, StringComparer.Ordinal);

    /// <summary>Reads the principal that <see cref="BearerHandler"/> made.</summary>
    public static bool TryFrom(ClaimsPrincipal principal, out SignedIn signedIn)
    {
        signedIn = null!;
        if (!TenantId.TryParse(principal.FindFirstValue(TenantClaim), out var tenant) || !UserId.TryParse(principal.FindFirstValue(UserClaim), out var user) ||
            !Enum.TryParse<Role>(principal.FindFirstValue(RoleClaim), ignoreCase: true, out var role))
            return false;
        signedIn = new SignedIn(tenant, user, role, principal.FindFirstValue(SessionClaim) ?? "");
        return true;
    }

    /// <summary>Lets a route take the signed-in user as a parameter.</summary>
    public static ValueTask<SignedIn?> BindAsync(HttpContext context) =>
        ValueTask.FromResult(TryFrom(context.User, out var signedIn) ? signedIn : null);

    internal ClaimsPrincipal ToPrincipal() => new(new ClaimsIdentity(
        [new(TenantClaim, Tenant.Value), new(UserClaim, User.Value), new(RoleClaim, Role.ToString()), new(SessionClaim, SessionId)],
        BearerHandler.SchemeName, UserClaim, RoleClaim));
}
