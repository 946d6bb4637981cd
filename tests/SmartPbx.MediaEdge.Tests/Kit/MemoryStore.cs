using System.Text.Json;
using SmartPbx.Domain;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>Documents in memory with a change feed, and a switch that takes the store away.</summary>
internal sealed class MemoryStore : IDocumentStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(Partition, string Kind, string Id), (JsonElement Body, long Version)> _documents = [];
    private long _version;

    public bool IsAway { get; set; }

    public Task<Stored<T>?> GetAsync<T>(Partition partition, DocumentKind<T> kind, string id, CancellationToken cancellationToken)
    {
        if (IsAway) return Task.FromException<Stored<T>?>(new IOException("store away"));
        lock (_gate)
            return Task.FromResult(_documents.TryGetValue((partition, kind.Name, id), out var found)
                ? new Stored<T>(found.Body.Deserialize<T>(SmartPbxJson.Options)!, partition, id, new ETag($"{found.Version}")) : null);
    }

    public Task<CommitOutcome> CommitAsync(Partition partition, IReadOnlyList<DocumentOperation> operations, CancellationToken cancellationToken)
    {
        if (IsAway) return Task.FromException<CommitOutcome>(new IOException("store away"));
        lock (_gate)
            foreach (var operation in operations)
            {
                if (operation is DocumentOperation.Write write) _documents[(partition, write.Kind, write.Id)] = (write.Body, ++_version);
                if (operation is DocumentOperation.Remove remove) _documents.Remove((partition, remove.Kind, remove.Id));
            }
        return Task.FromResult(CommitOutcome.Committed);
    }

    public Task<Page<Stored<T>>> QueryAsync<T>(TenantId tenant, DocumentQuery<T> query, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(new Page<Stored<T>>([.. _documents.Where(d => d.Key.Item1.Tenant == tenant && d.Key.Kind == query.Kind.Name)
                .Select(d => new Stored<T>(d.Value.Body.Deserialize<T>(SmartPbxJson.Options)!, d.Key.Item1, d.Key.Id, new ETag($"{d.Value.Version}")))], null));
    }

    public Task<ChangePage> ReadChangesAsync(Partition partition, string? continuation, CancellationToken cancellationToken)
    {
        if (IsAway) return Task.FromException<ChangePage>(new IOException("store away"));
        var after = continuation is null ? 0 : long.Parse(continuation, System.Globalization.CultureInfo.InvariantCulture);
        lock (_gate)
        {
            var changes = _documents.Where(d => d.Key.Item1 == partition && d.Value.Version > after).OrderBy(d => d.Value.Version).ToList();
            var next = changes.Count == 0 ? after : changes[^1].Value.Version;
            return Task.FromResult(new ChangePage([.. changes.Select(c => new DocumentChange(c.Key.Kind, c.Key.Id, c.Value.Body, false))], $"{next}"));
        }
    }

    public void Put<T>(Partition partition, DocumentKind<T> kind, string id, T value) =>
        CommitAsync(partition, [DocumentOperation.Upsert(kind, id, value)], default).GetAwaiter().GetResult();
}
