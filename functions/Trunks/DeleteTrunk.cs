using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Trunks;

/// <summary><c>DELETE trunks/{name}</c>: live calls go on, the registration is taken back.</summary>
internal static class DeleteTrunk
{
    public static async Task<IResult> HandleAsync(string name, SignedIn user, IDocumentStore store, IIdSource ids, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!IdText.IsValid(name) || await GetTrunk.FindAsync(store, user.Tenant, name, cancellationToken) is null) return Problem.NotFound("trunk");
        var changed = CloudEvent.Create(EventCatalogue.ConfigChanged, ids.NewId(), EventSource.Functions, user.Tenant, name, clock.GetUtcNow(),
            new ConfigChanged(DirectoryDocuments.Trunks.Name, name, user.User.Value));
        await store.CommitAsync(new Partition(user.Tenant, DirectoryDocuments.Partition),
            [DocumentOperation.Delete(DirectoryDocuments.Trunks, name), DocumentOperation.Publish(changed)], cancellationToken);
        return Results.NoContent();
    }
}
