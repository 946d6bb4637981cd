using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Knowledge;

/// <summary><c>GET knowledge/{id}</c>: the item, with its version as ETag.</summary>
internal static class GetKnowledge
{
    public static async Task<IResult> HandleAsync(string id, SignedIn user, HttpContext context, IDocumentStore store, CancellationToken cancellationToken)
    {
        if (await store.FindItemAsync(user.Tenant, id, cancellationToken) is not { } found) return Problem.NotFound("knowledge item");
        EntityTag.Set(context, found.ETag);
        return JsonAnswer.Of(found.Value);
    }
}
