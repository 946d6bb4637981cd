using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SmartPbx.Domain;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Embedded.Bus;
using SmartPbx.Embedded.Database;

namespace SmartPbx.Embedded.Documents;

/// <summary>
/// The document store on SQLite. Reads see what was committed before them; a commit is on disk when its task completes. Documents past their time to live are
/// gone for every call at once, and removed from the file later (<see cref="ExpirySweeper"/>).
/// </summary>
public sealed class SqliteDocumentStore(EmbeddedDatabase database, OutboxSignal outbox, TimeProvider clock) : IDocumentStore
{
    private const int MaxChanges = 500;

    public Task<Stored<T>?> GetAsync<T>(Partition partition, DocumentKind<T> kind, string id, CancellationToken cancellationToken)
    {
        CommitLimits.CheckPartition(partition);
        CommitLimits.CheckId(id, "document id");
        cancellationToken.ThrowIfCancellationRequested();
        var rows = database.Read(session => session.Query("""
            SELECT partition, id, version, body FROM documents
            WHERE tenant=?1 AND partition=?2 AND kind=?3 AND id=?4 AND deleted=0 AND (expires_at IS NULL OR expires_at>?5)
            """, DocumentRow.Read, partition.Tenant.Value, partition.Key, kind.Name, id, Now()));
        return Task.FromResult(rows.Count == 0 ? null : rows[0].Stored<T>(partition.Tenant));
    }

    public async Task<CommitOutcome> CommitAsync(Partition partition, IReadOnlyList<DocumentOperation> operations, CancellationToken cancellationToken)
    {
        var commit = DocumentCommit.Prepare(partition, operations, clock);
        var outcome = await database.WriteAsync(commit.Apply, cancellationToken).ConfigureAwait(false);
        if (outcome == CommitOutcome.Committed && commit.Publishes) outbox.Wake();
        return outcome;
    }

    public Task<Page<Stored<T>>> QueryAsync<T>(TenantId tenant, DocumentQuery<T> query, CancellationToken cancellationToken)
    {
        CommitLimits.CheckId(tenant.Value, "tenant id");
        cancellationToken.ThrowIfCancellationRequested();
        var sql = QuerySql.Of(tenant, query, clock.GetUtcNow());
        var rows = database.Read(session => session.Query(sql.Text, r => (Row: DocumentRow.Read(r), Order: r.GetString(4)), sql.Values));
        string? next = null;
        if (rows.Count > query.Limit)
        {
            rows.RemoveAt(query.Limit);
            var (last, order) = rows[^1];
            next = PageToken.Write(QuerySql.Identity(tenant, query), [order, last.Partition, last.Id]);
        }

        return Task.FromResult(new Page<Stored<T>>([.. rows.Select(r => r.Row.Stored<T>(tenant))], next));
    }

    /// <summary>Deleted documents are told as such, once; those whose time to live ran out just cease, as in Cosmos DB.</summary>
    public Task<ChangePage> ReadChangesAsync(Partition partition, string? continuation, CancellationToken cancellationToken)
    {
        CommitLimits.CheckPartition(partition);
        cancellationToken.ThrowIfCancellationRequested();
        var identity = $"changes\n{partition.Tenant}\n{partition.Key}";
        var after = continuation is null ? 0 : long.Parse(PageToken.Read(identity, continuation, 1)[0], CultureInfo.InvariantCulture);
        var changes = database.Read(session => session.Query("""
            SELECT version, kind, id, body, deleted FROM documents
            WHERE tenant=?1 AND partition=?2 AND version>?3 AND (expires_at IS NULL OR expires_at>?4) ORDER BY version LIMIT ?5
            """, ReadChange, partition.Tenant.Value, partition.Key, after, Now(), MaxChanges));
        var last = changes.Count == 0 ? after : changes[^1].Version;
        return Task.FromResult(new ChangePage([.. changes.Select(c => c.Change)], PageToken.Write(identity, [last.ToString(CultureInfo.InvariantCulture)])));
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private static (long Version, DocumentChange Change) ReadChange(SqliteDataReader row) =>
        (row.GetInt64(0), new DocumentChange(row.GetString(1), row.GetString(2), JsonElement.Parse(row.GetString(3)), row.GetInt64(4) != 0));

    private readonly record struct DocumentRow(string Partition, string Id, long Version, string Body)
    {
        public static DocumentRow Read(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3));

        public Stored<T> Stored<T>(TenantId tenant) => new(JsonSerializer.Deserialize<T>(Body, SmartPbxJson.Options)!, new Partition(tenant, Partition), Id,
            new ETag(Version.ToString(CultureInfo.InvariantCulture)));
    }
}
