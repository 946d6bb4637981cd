using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Auth;

/// <summary><c>POST auth/refresh</c>: a refresh token for the next pair. Role and state of the user are read anew.</summary>
internal static class Refresh
{
    public sealed record Request(string? RefreshToken);

    public static async Task<IResult> HandleAsync(Request request, IDocumentStore store, Sessions sessions, AccessTokens tokens, CancellationToken cancellationToken)
    {
        if (!RefreshToken.TryParse(request.RefreshToken, out var token) ||
            await sessions.ContinueAsync(token, cancellationToken) is not var (session, next))
            return Problem.Of(StatusCodes.Status401Unauthorized, ProblemCode.InvalidRefreshToken, "sign in again");
        var user = await store.GetAsync(new Partition(session.TenantId, DirectoryDocuments.Partition), DirectoryDocuments.Users, session.UserId.Value,
            cancellationToken);
        if (user is { Value.Active: true }) return await TokenAnswer.MakeAsync(tokens, user.Value, next, cancellationToken);
        await sessions.EndAsync(session.TenantId, session.SessionId, cancellationToken);
        return Problem.Of(StatusCodes.Status401Unauthorized, ProblemCode.InvalidRefreshToken, "sign in again");
    }
}
