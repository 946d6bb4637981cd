namespace SmartPbx.Functions.Auth;

/// <summary><c>POST auth/logout</c>: ends the session of this token, so that it is never refreshed again; the token itself runs out by its time.</summary>
internal static class Logout
{
    public static async Task<IResult> HandleAsync(SignedIn user, Sessions sessions, CancellationToken cancellationToken)
    {
        await sessions.EndAsync(user.Tenant, user.SessionId, cancellationToken);
        return Results.NoContent();
    }
}
