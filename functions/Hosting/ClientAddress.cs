using System.Net;

namespace SmartPbx.Functions.Hosting;

/// <summary>Whom a request comes from, for limits: the peer, or behind a trusted proxy the address that it saw.</summary>
internal static class ClientAddress
{
    public static string Of(HttpContext context)
    {
        var options = context.RequestServices.GetRequiredService<FunctionsOptions>();
        if (options.TrustForwardedFor)
        {
            // The last entry is the one that our own proxy added; earlier ones are the client's claims.
            var last = context.Request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim();
            if (IPEndPoint.TryParse(last, out var forwarded)) return forwarded.Address.ToString();
        }
        return context.Connection.RemoteIpAddress?.ToString() ?? "unknown";
    }
}
