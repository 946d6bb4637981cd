namespace SmartPbx.Functions.Auth;

/// <summary>How a route says who may use it; a route that says nothing needs at least a sign-in.</summary>
internal static class RouteProtection
{
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder route, string permission) => route.WithMetadata(new NeedsPermission(permission));
}
