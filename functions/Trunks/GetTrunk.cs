using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Trunks;

/// <summary><c>GET trunks/{name}</c>.</summary>
internal static class GetTrunk
{
    public static async Task<IResult> HandleAsync(string name, SignedIn user, HttpContext context, IDocumentStore store, CancellationToken cancellationToken)
    {
        if (!IdText.IsValid(name) || await FindAsync(store, user.Tenant, name, cancellationToken) is not { } found) return Problem.NotFound("trunk");
        EntityTag.Set(context, found.ETag);
        return JsonAnswer.Of(TrunkView.Of(found.Value));
    }

    internal static Task<Stored<Trunk>?> FindAsync(IDocumentStore store, TenantId tenant, string name, CancellationToken cancellationToken) =>
        store.GetAsync(new Partition(tenant, DirectoryDocuments.Partition), DirectoryDocuments.Trunks, name, cancellationToken);
}
