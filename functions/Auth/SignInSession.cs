using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Functions.Auth;

/// <summary>
/// One sign-in and its chain of refresh tokens. Only the hash of the token in force is kept; each use replaces it, and a token that was replaced before means that
/// someone has a copy: the session ends (RFC 9700 §4.14.2).
/// </summary>
public sealed record SignInSession
{
    /// <summary>Partition of sessions; id is <see cref="SessionId"/>.</summary>
    public const string Partition = "sign-in-sessions";

    public static readonly DocumentKind<SignInSession> Kind = new("sign_in_session");

    public required string SessionId { get; init; }

    public required TenantId TenantId { get; init; }

    public required UserId UserId { get; init; }

    /// <summary>Lower-case hex SHA-256 of the refresh token in force.</summary>
    public required string TokenHash { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }
}
