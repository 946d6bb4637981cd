using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Auth;

/// <summary>The scheme <c>Bearer</c> (RFC 6750 §2.1) over our own access tokens. At the hub the token may also come as <c>access_token</c> in the query.</summary>
internal sealed class BearerHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, AccessTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Bearer";
    private const string Prefix = "Bearer ";
    private static readonly string[] ApiAudiences = [TokenClaims.ApiAudience];
    private static readonly string[] HubAudiences = [TokenClaims.HubAudience, TokenClaims.ApiAudience];

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var atHub = Request.Path.StartsWithSegments(ApiPaths.Hub, StringComparison.OrdinalIgnoreCase);
        var header = Request.Headers.Authorization.ToString();
        var token = header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? header[Prefix.Length..].Trim()
            : atHub ? Request.Query["access_token"].ToString() : "";
        if (token.Length == 0) return AuthenticateResult.NoResult();
        var signedIn = await tokens.CheckAsync(token, atHub ? HubAudiences : ApiAudiences, Context.RequestAborted);
        return signedIn is null
            ? AuthenticateResult.Fail("not a valid access token")
            : AuthenticateResult.Success(new AuthenticationTicket(signedIn.ToPrincipal(), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = SchemeName;
        return Problem.Of(StatusCodes.Status401Unauthorized, ProblemCode.NotSignedIn).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var needed = Context.GetEndpoint()?.Metadata.GetMetadata<NeedsPermission>()?.Permission;
        return Problem.Of(StatusCodes.Status403Forbidden, ProblemCode.PermissionDenied, needed is null ? null : $"needs {needed}").ExecuteAsync(Context);
    }
}
