using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Trunks;

/// <summary><c>PUT trunks/{name}</c>: makes or replaces a trunk; with If-Match only the version that the client saw.</summary>
internal static class PutTrunk
{
    public const int MaxTrunks = 100;

    public static async Task<IResult> HandleAsync(string name, TrunkInput input, SignedIn user, HttpContext context, IDocumentStore store, ISecrets secrets, IIdSource ids,
        TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!IdText.IsValid(name)) return Problem.Invalid("name", "an id");
        var found = await GetTrunk.FindAsync(store, user.Tenant, name, cancellationToken);
        if (found is not null && !EntityTag.Allows(context, found.ETag)) return EntityTag.Mismatch();
        if (input.Check(found?.Value) is { } problem) return problem;
        if (found is null && await IsFullAsync(user, store, cancellationToken)) return Problem.Of(StatusCodes.Status409Conflict, ProblemCode.Conflict, $"a tenant has at most {MaxTrunks} trunks");
        var trunk = input.ToTrunk(user.Tenant, name, await RealmAsync(user, store, cancellationToken), found?.Value, secrets);
        var changed = CloudEvent.Create(EventCatalogue.ConfigChanged, ids.NewId(), EventSource.Functions, user.Tenant, name, clock.GetUtcNow(),
            new ConfigChanged(DirectoryDocuments.Trunks.Name, name, user.User.Value));
        var outcome = await store.CommitAsync(new Partition(user.Tenant, DirectoryDocuments.Partition),
        [
            found is null ? DocumentOperation.Create(DirectoryDocuments.Trunks, name, trunk) : DocumentOperation.Replace(DirectoryDocuments.Trunks, name, trunk, found.ETag),
            DocumentOperation.Publish(changed),
        ], cancellationToken);
        if (outcome != CommitOutcome.Committed) return EntityTag.Mismatch();
        if (await GetTrunk.FindAsync(store, user.Tenant, name, cancellationToken) is { } stored) EntityTag.Set(context, stored.ETag);
        return JsonAnswer.Of(TrunkView.Of(trunk), found is null ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<bool> IsFullAsync(SignedIn user, IDocumentStore store, CancellationToken cancellationToken) => (await store.QueryAsync(user.Tenant,
        new DocumentQuery<Trunk>(DirectoryDocuments.Trunks) { PartitionKey = DirectoryDocuments.Partition, Limit = MaxTrunks }, cancellationToken)).Items.Count >= MaxTrunks;

    private static async Task<string> RealmAsync(SignedIn user, IDocumentStore store, CancellationToken cancellationToken) =>
        (await store.GetAsync(new Partition(PlatformTenant.Id, DirectoryDocuments.TenantsPartition), DirectoryDocuments.Tenants, user.Tenant.Value, cancellationToken))?.Value.SipDomain
            ?? user.Tenant.Value;
}
