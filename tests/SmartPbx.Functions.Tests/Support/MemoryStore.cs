using System.Globalization;
using System.Text.Json;
using SmartPbx.Domain;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Functions.Tests.Support;

/// <summary>Documents in memory with the port's promises: atomic commits, ETags, inbox, outbox, declared indexes.</summary>
internal sealed class MemoryStore : IDocumentStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(Partition Partition, string Kind, string Id), Row> _rows = [];
    private readonly HashSet<(Partition, string, string)> _inbox = [];
    private int _version;

    private sealed record Row(JsonElement Body, IReadOnlyDictionary<string, string> Indexes, ETag ETag);

    /// <summary>Events of the outbox, in order of commit.</summary>
    public List<CloudEvent> Published { get; } = [];

    /// <summary>Called before each commit: lets a test come in between, or fail the store.</summary>
    public Action<Partition>? BeforeCommit { get; set; }

    public Task<Stored<T>?> GetAsync<T>(Partition partition, DocumentKind<T> kind, string id, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult(_rows.TryGetValue((partition, kind.Name, id), out var row) ? Read<T>(partition, id, row) : null);
    }

    public Task<CommitOutcome> CommitAsync(Partition partition, IReadOnlyList<DocumentOperation> operations, CancellationToken cancellationToken)
    {
        if (operations.Count is 0 or > IDocumentStore.MaxOperations) throw new ArgumentException($"{operations.Count} operations");
        foreach (var id in operations.OfType<DocumentOperation.Write>().Select(write => write.Id).Append(partition.Key))
            if (!IdText.IsValid(id)) throw new ArgumentException($"'{id}' is no id");
        BeforeCommit?.Invoke(partition);
        lock (_lock)
        {
            foreach (var operation in operations)
                if (Check(partition, operation) is var outcome and not CommitOutcome.Committed)
                    return Task.FromResult(outcome);
            foreach (var operation in operations) Apply(partition, operation);
            return Task.FromResult(CommitOutcome.Committed);
        }
    }

    public Task<Page<Stored<T>>> QueryAsync<T>(TenantId tenant, DocumentQuery<T> query, CancellationToken cancellationToken)
    {
        var declared = query.Kind.Indexes.Select(index => index.Name).ToHashSet();
        if (query.Where.Keys.Append(query.OrderBy).Any(name => name is not null && !declared.Contains(name))) throw new ArgumentException("no such index");
        if (query.PageToken is not null && !int.TryParse(query.PageToken, CultureInfo.InvariantCulture, out _)) throw new ArgumentException("no such page");
        lock (_lock)
        {
            var rows = _rows.Where(r => r.Key.Partition.Tenant == tenant && r.Key.Kind == query.Kind.Name)
                .Where(r => query.PartitionKey is null || r.Key.Partition.Key == query.PartitionKey)
                .Where(r => query.Where.All(w => r.Value.Indexes.GetValueOrDefault(w.Key) == w.Value));
            if (query.OrderBy is { } order)
                rows = rows.Where(r => r.Value.Indexes.TryGetValue(order, out var at) && (query.From is null || string.CompareOrdinal(at, query.From) >= 0) &&
                    (query.To is null || string.CompareOrdinal(at, query.To) < 0));
            string Sort(KeyValuePair<(Partition Partition, string Kind, string Id), Row> r) => query.OrderBy is { } by ? r.Value.Indexes[by] : r.Key.Id;
            var sorted = (query.Descending ? rows.OrderByDescending(Sort, StringComparer.Ordinal) : rows.OrderBy(Sort, StringComparer.Ordinal)).ToList();
            var skip = query.PageToken is null ? 0 : int.Parse(query.PageToken, CultureInfo.InvariantCulture);
            var page = sorted.Skip(skip).Take(query.Limit).Select(r => Read<T>(r.Key.Partition, r.Key.Id, r.Value)).ToList();
            var next = skip + page.Count < sorted.Count ? (skip + page.Count).ToString(CultureInfo.InvariantCulture) : null;
            return Task.FromResult(new Page<Stored<T>>(page, next));
        }
    }

    public Task<ChangePage> ReadChangesAsync(Partition partition, string? continuation, CancellationToken cancellationToken) =>
        Task.FromResult(new ChangePage([], continuation ?? ""));

    private CommitOutcome Check(Partition partition, DocumentOperation operation)
    {
        switch (operation)
        {
            case DocumentOperation.Write write:
                var exists = _rows.TryGetValue((partition, write.Kind, write.Id), out var row);
                if (write.Mode == DocumentOperation.WriteMode.Create && exists) return CommitOutcome.AlreadyExists;
                return write.Mode == DocumentOperation.WriteMode.Replace && row?.ETag != write.IfMatch ? CommitOutcome.PreconditionFailed : CommitOutcome.Committed;
            case DocumentOperation.Remove { IfMatch: { } etag } remove:
                return _rows.TryGetValue((partition, remove.Kind, remove.Id), out var old) && old.ETag == etag ? CommitOutcome.Committed : CommitOutcome.PreconditionFailed;
            case DocumentOperation.Inbox inbox:
                return _inbox.Contains((partition, inbox.Handler, inbox.EventId)) ? CommitOutcome.AlreadyHandled : CommitOutcome.Committed;
            case DocumentOperation.Outbox outbox when outbox.Event.TenantId != partition.Tenant: throw new ArgumentException("an event of another tenant");
            default: return CommitOutcome.Committed;
        }
    }

    private void Apply(Partition partition, DocumentOperation operation)
    {
        switch (operation)
        {
            case DocumentOperation.Write write:
                _rows[(partition, write.Kind, write.Id)] = new Row(write.Body, write.Indexes, new ETag((++_version).ToString(CultureInfo.InvariantCulture)));
                break;
            case DocumentOperation.Remove remove: _rows.Remove((partition, remove.Kind, remove.Id)); break;
            case DocumentOperation.Outbox outbox: Published.Add(outbox.Event); break;
            case DocumentOperation.Inbox inbox: _inbox.Add((partition, inbox.Handler, inbox.EventId)); break;
        }
    }

    private static Stored<T> Read<T>(Partition partition, string id, Row row) => new(row.Body.Deserialize<T>(SmartPbxJson.Options)!, partition, id, row.ETag);
}
