namespace SmartPbx.Functions.Hosting;

/// <summary>Which requests of a shared host are ours.</summary>
internal static class ApiPaths
{
    public const string Prefix = "/api/v1";

    /// <summary>Where browsers open the real-time channel; tokens may come in the query there, because a WebSocket cannot send a header.</summary>
    public const string Hub = "/hub";

    public static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    public static bool IsTrigger(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<HandlerDeclaration>() is not null;
}
