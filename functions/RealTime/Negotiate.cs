using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.RealTime;

/// <summary><c>POST realtime/negotiate</c>: where the hub is, and a token that opens it and nothing else.</summary>
internal static class Negotiate
{
    public sealed record Answer(string Url, string AccessToken, int ExpiresIn);

    public static async Task<IResult> HandleAsync(SignedIn user, AccessTokens tokens, CancellationToken cancellationToken) =>
        JsonAnswer.Of(new Answer(ApiPaths.Hub, await tokens.IssueAsync(user, TokenClaims.HubAudience, cancellationToken), (int)tokens.Lifetime.TotalSeconds));
}
