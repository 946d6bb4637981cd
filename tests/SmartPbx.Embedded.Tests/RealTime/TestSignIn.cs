using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SmartPbx.Embedded.Tests.RealTime;

/// <summary>Stands for the host's bearer scheme: the token is <c>tenant/user</c>, in the query as SignalR sends it.</summary>
internal sealed class TestSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string Name = "test";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Query["access_token"].ToString().Split('/') is not [var tenant, var user]) return Task.FromResult(AuthenticateResult.NoResult());
        var identity = new ClaimsIdentity([new Claim("tenant", tenant), new Claim("sub", user)], Name);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name)));
    }
}
