using System.Globalization;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Auth;

/// <summary><c>POST auth/login</c>: tenant, user and password for an access and a refresh token.</summary>
internal static class Login
{
    public sealed record Request(string? Tenant, string? User, string? Password);

    public static async Task<IResult> HandleAsync(Request request, HttpContext context, LockOut lockOut, PasswordCheck passwords, Sessions sessions,
        AccessTokens tokens, CancellationToken cancellationToken)
    {
        var (tenant, user, password) = (request.Tenant ?? "", request.User ?? "", request.Password ?? "");
        if (tenant.Length == 0 || user.Length == 0 || password.Length is 0 or > PasswordCheck.MaxPasswordCharacters)
            return Problem.Invalid("tenant, user, password", "all are required");
        var address = ClientAddress.Of(context);
        if (await lockOut.CountAsync(tenant, user, address, cancellationToken) is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return Problem.Of(StatusCodes.Status429TooManyRequests, ProblemCode.LockedOut, "too many attempts");
        }
        if (await passwords.FindAsync(tenant, user, password, cancellationToken) is not { } found)
            return Problem.Of(StatusCodes.Status401Unauthorized, ProblemCode.InvalidCredentials, "tenant, user or password is wrong");
        await lockOut.ForgiveAsync(tenant, user, address, cancellationToken);
        var refresh = await sessions.BeginAsync(found.TenantId, found.UserId, cancellationToken);
        return await TokenAnswer.MakeAsync(tokens, found, refresh, cancellationToken);
    }
}
