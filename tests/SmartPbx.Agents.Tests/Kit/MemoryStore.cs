using System.Text.Json;
using SmartPbx.Domain;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Agents.Tests.Kit;

/// <summary>Documents in memory with ETags, atomic commits and an outbox that is read by the test.</summary>
internal sealed class MemoryStore : IDocumentStore
{
    private readonly Dictionary<(Partition Partition, string Kind, string Id), (DocumentOperation.Write Write, string ETag)> _documents = [];
    private int _version;

    public readonly List<CloudEvent> Outbox = [];

    public bool Throws { get; set; }

    /// <summary>Called before each commit is applied: the moment for another writer to be faster.</summary>
    public Action? BeforeCommit { get; set; }

    public IEnumerable<T> All<T>(DocumentKind<T> kind) => _documents.Where(d => d.Key.Kind == kind.Name).Select(d => Value<T>(d.Value.Write));

    public Task<Stored<T>?> GetAsync<T>(Partition partition, DocumentKind<T> kind, string id, CancellationToken cancellationToken)
    {
        if (Throws) throw new IOException("store is away");
        return Task.FromResult(_documents.TryGetValue((partition, kind.Name, id), out var found)
            ? new Stored<T>(Value<T>(found.Write), partition, id, new ETag(found.ETag)) : null);
    }

    public Task<CommitOutcome> CommitAsync(Partition partition, IReadOnlyList<DocumentOperation> operations, CancellationToken cancellationToken)
    {
        if (Throws) throw new IOException("store is away");
        var before = BeforeCommit;
        BeforeCommit = null;
        before?.Invoke();
        foreach (var write in operations.OfType<DocumentOperation.Write>())
        {
            var exists = _documents.TryGetValue((partition, write.Kind, write.Id), out var old);
            if (write.Mode == DocumentOperation.WriteMode.Create && exists) return Task.FromResult(CommitOutcome.AlreadyExists);
            if (write.Mode == DocumentOperation.WriteMode.Replace && old.ETag != write.IfMatch!.Value.Value) return Task.FromResult(CommitOutcome.PreconditionFailed);
        }
        foreach (var operation in operations)
        {
            if (operation is DocumentOperation.Write write) _documents[(partition, write.Kind, write.Id)] = (write, $"v{++_version}");
            if (operation is DocumentOperation.Outbox outbox) Outbox.Add(outbox.Event);
        }
        return Task.FromResult(CommitOutcome.Committed);
    }

    public Task<Page<Stored<T>>> QueryAsync<T>(TenantId tenant, DocumentQuery<T> query, CancellationToken cancellationToken)
    {
        if (Throws) throw new IOException("store is away");
        var found = _documents
            .Where(d => d.Key.Partition.Tenant == tenant && d.Key.Kind == query.Kind.Name && (query.PartitionKey is null || d.Key.Partition.Key == query.PartitionKey))
            .Where(d => query.Where.All(w => d.Value.Write.Indexes.TryGetValue(w.Key, out var value) && value == w.Value))
            .Take(query.Limit).Select(d => new Stored<T>(Value<T>(d.Value.Write), d.Key.Partition, d.Key.Id, new ETag(d.Value.ETag)));
        return Task.FromResult(new Page<Stored<T>>([.. found], null));
    }

    public Task<ChangePage> ReadChangesAsync(Partition partition, string? continuation, CancellationToken cancellationToken) =>
        Task.FromResult(new ChangePage([], ""));

    private static T Value<T>(DocumentOperation.Write write) => write.Body.Deserialize<T>(SmartPbxJson.Options)!;
}
