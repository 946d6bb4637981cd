namespace SmartPbx.Functions.Auth;

/// <summary>Signing in (API-3).</summary>
internal static class AuthRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("auth/login", Login.HandleAsync).AllowAnonymous();
        api.MapPost("auth/refresh", Refresh.HandleAsync).AllowAnonymous();
        api.MapPost("auth/logout", Logout.HandleAsync);
        api.MapGet("auth/me", WhoAmI.HandleAsync);
    }
}
