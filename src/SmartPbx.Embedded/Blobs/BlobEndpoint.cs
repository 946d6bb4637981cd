using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Embedded.Blobs;

/// <summary>Serves the links of <see cref="BlobLinks"/>, with ranges so that a player can seek. A bad or old token finds nothing.</summary>
internal static class BlobEndpoint
{
    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".wav"] = "audio/wav", [".txt"] = "text/plain; charset=utf-8", [".json"] = "application/json",
    };

    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/blobs/{token}", [HttpMethods.Get, HttpMethods.Head], ServeAsync).AllowAnonymous();

    private static async Task<IResult> ServeAsync(string token, BlobLinks links, IBlobStore blobs, HttpContext http)
    {
        if (links.Read(token) is not { } link) return Results.NotFound();
        var content = await blobs.OpenReadAsync(link.Tenant, link.Path, 0, null, http.RequestAborted).ConfigureAwait(false);
        if (content is null) return Results.NotFound();

        http.Response.Headers.CacheControl = "private, no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        var type = ContentTypes.GetValueOrDefault(Path.GetExtension(link.Path), "application/octet-stream");
        return Results.Stream(content, type, enableRangeProcessing: true);
    }
}
