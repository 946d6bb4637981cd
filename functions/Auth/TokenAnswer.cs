using SmartPbx.Domain.Directory;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Auth;

/// <summary>Answer of sign-in and refresh.</summary>
/// <param name="ExpiresIn">Seconds that the access token is good for.</param>
public sealed record TokenAnswer(string AccessToken, string RefreshToken, int ExpiresIn, UserView User)
{
    internal static async Task<IResult> MakeAsync(AccessTokens tokens, User user, RefreshToken refresh, CancellationToken cancellationToken)
    {
        var signedIn = new SignedIn(user.TenantId, user.UserId, user.Role, refresh.SessionId);
        var access = await tokens.IssueAsync(signedIn, TokenClaims.ApiAudience, cancellationToken);
        var answer = new TokenAnswer(access, refresh.ToString(), (int)tokens.Lifetime.TotalSeconds, UserView.Of(user));
        return JsonAnswer.Of(answer);
    }
}
