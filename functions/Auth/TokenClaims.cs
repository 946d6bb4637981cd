using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Functions.Auth;

/// <summary>What an access token says (RFC 7519 names where there is one; times in seconds since 1970).</summary>
internal sealed record TokenClaims(string Iss, string Aud, UserId Sub, TenantId Tenant, Role Role, string Sid, long Iat, long Exp)
{
    public const string Issuer = "smartpbx";
    public const string ApiAudience = "smartpbx-api";

    /// <summary>Good for the real-time channel only: it travels in a query string, where logs may see it.</summary>
    public const string HubAudience = "smartpbx-hub";
}
