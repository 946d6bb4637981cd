using System.Collections.Immutable;
using System.Text.Json;
using SmartPbx.Domain;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.MediaEdge.Directory;

/// <summary>
/// Reads the change feeds: one partition with the tenants, one per tenant with its numbers, extensions and trunks. Deletions may be left
/// out of a feed, so <see cref="Restart"/> has everything read again from the beginning now and then.
/// </summary>
internal sealed class DirectoryFeed(IDocumentStore store)
{
    private readonly Dictionary<TenantId, Follow> _followed = [];
    private Follow _tenantList = new();
    private ImmutableDictionary<TenantId, Tenant> _tenants = ImmutableDictionary<TenantId, Tenant>.Empty;

    /// <summary>Next <see cref="ReadAsync"/> begins at the beginning.</summary>
    public void Restart()
    {
        _followed.Clear();
        _tenantList = new Follow();
        _tenants = ImmutableDictionary<TenantId, Tenant>.Empty;
    }

    /// <summary>Reads what changed. The directory, or null when nothing did.</summary>
    public async Task<ImmutableDictionary<TenantId, TenantDirectory>?> ReadAsync(CancellationToken cancellationToken)
    {
        var changed = false;
        await foreach (var change in ChangesAsync(new Partition(PlatformTenant.Id, DirectoryDocuments.TenantsPartition), _tenantList, cancellationToken))
        {
            if (change.Kind != DirectoryDocuments.Tenants.Name) continue;
            var id = new TenantId(change.Id);
            _tenants = change.Deleted ? _tenants.Remove(id) : _tenants.SetItem(id, Read<Tenant>(change));
            changed = true;
        }
        foreach (var tenant in _tenants.Values) changed |= await ReadTenantAsync(tenant.TenantId, cancellationToken);
        return changed ? _tenants.ToImmutableDictionary(t => t.Key, t => _followed[t.Key].Directory with { Tenant = t.Value }) : null;
    }

    private async Task<bool> ReadTenantAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        if (!_followed.TryGetValue(tenant, out var follow)) _followed.Add(tenant, follow = new Follow());
        var changed = false;
        await foreach (var change in ChangesAsync(new Partition(tenant, DirectoryDocuments.Partition), follow, cancellationToken))
        {
            follow.Directory = Apply(follow.Directory, change);
            changed = true;
        }
        return changed;
    }

    private static TenantDirectory Apply(TenantDirectory directory, DocumentChange change)
    {
        if (change.Kind == DirectoryDocuments.Numbers.Name) return directory with { Numbers = Apply<PhoneNumber>(directory.Numbers, change) };
        if (change.Kind == DirectoryDocuments.Extensions.Name) return directory with { Extensions = Apply<Extension>(directory.Extensions, change) };
        if (change.Kind == DirectoryDocuments.Trunks.Name) return directory with { Trunks = Apply<Trunk>(directory.Trunks, change) };
        if (change.Kind == DirectoryDocuments.DialPlans.Name)
            return directory with { DialPlan = change.Deleted ? new DialPlan { TenantId = directory.Tenant.TenantId } : Read<DialPlan>(change) };
        return directory;
    }

    private static ImmutableDictionary<string, T> Apply<T>(ImmutableDictionary<string, T> documents, DocumentChange change) =>
        change.Deleted ? documents.Remove(change.Id) : documents.SetItem(change.Id, Read<T>(change));

    private async IAsyncEnumerable<DocumentChange> ChangesAsync(Partition partition, Follow follow,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (;;)
        {
            var page = await store.ReadChangesAsync(partition, follow.Continuation, cancellationToken);
            foreach (var change in page.Changes) yield return change;
            follow.Continuation = page.Continuation;
            if (page.Changes.Count == 0) yield break;
        }
    }

    private static T Read<T>(DocumentChange change) => change.Body.Deserialize<T>(SmartPbxJson.Options)!;

    private sealed class Follow
    {
        public string? Continuation { get; set; }
        public TenantDirectory Directory { get; set; } = new(Nobody);
    }

    private static readonly Tenant Nobody = new() { TenantId = PlatformTenant.Id, Name = "", SipDomain = "" };
}
