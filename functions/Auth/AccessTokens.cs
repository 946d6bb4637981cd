using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Auth;

/// <summary>Makes and checks access tokens with the key of this installation.</summary>
internal sealed class AccessTokens(ISecrets secrets, TimeProvider clock, FunctionsOptions options)
{
    private const string SecretName = "access-tokens";

    public TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(options.SignIn.AccessTokenMinutes);

    public async ValueTask<string> IssueAsync(SignedIn user, string audience, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var claims = new TokenClaims(TokenClaims.Issuer, audience, user.User, user.Tenant, user.Role, user.SessionId, now.ToUnixTimeSeconds(),
            (now + Lifetime).ToUnixTimeSeconds());
        var key = await secrets.GetKeyAsync(SecretName, cancellationToken);
        return JwsCodec.Sign(claims, key.Span);
    }

    /// <summary>Who the token was made for, or null when it is not ours, not for one of these audiences, or over.</summary>
    public async ValueTask<SignedIn?> CheckAsync(string token, string[] audiences, CancellationToken cancellationToken)
    {
        var key = await secrets.GetKeyAsync(SecretName, cancellationToken);
        if (!JwsCodec.TryVerify<TokenClaims>(token, key.Span, out var claims)) return null;
        if (claims.Iss != TokenClaims.Issuer || !audiences.Contains(claims.Aud, StringComparer.Ordinal)) return null;
        return clock.GetUtcNow().ToUnixTimeSeconds() < claims.Exp ? new SignedIn(claims.Tenant, claims.Sub, claims.Role, claims.Sid) : null;
    }
}
