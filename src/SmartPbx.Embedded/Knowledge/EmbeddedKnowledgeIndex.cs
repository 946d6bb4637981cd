using System.Text.Json;
using SmartPbx.Domain;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Ports;
using SmartPbx.Embedded.Database;

namespace SmartPbx.Embedded.Knowledge;

/// <summary>
/// Hybrid search on one machine. SQLite's full text and hashed vectors each nominate candidates; <see cref="MatchScore"/> judges them. The items of a tenant
/// that is asked are kept in memory, at the version of the index; the file survives restarts.
/// </summary>
public sealed class EmbeddedKnowledgeIndex : IKnowledgeIndex, IKnowledgeFeed, IDisposable
{
    /// <summary>Items that each way of searching nominates.</summary>
    public const int MaxCandidates = 50;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS items (
            rowid INTEGER PRIMARY KEY, tenant TEXT NOT NULL, item_id TEXT NOT NULL, item TEXT NOT NULL, UNIQUE (tenant, item_id)) STRICT;
        CREATE TABLE IF NOT EXISTS versions (tenant TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT;
        CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5 (tenant UNINDEXED, terms, tokenize = "unicode61 tokenchars '#'");
        """;

    private readonly Lock _lock = new();
    private readonly SqliteSession _session;
    private readonly Dictionary<TenantId, TenantSnapshot> _snapshots = [];

    public EmbeddedKnowledgeIndex(string dataFolder)
    {
        DatabasePath = Path.Combine(dataFolder, "knowledge.db");
        PrivateFiles.CreateFolder(dataFolder);
        _session = new SqliteSession(DatabasePath, readOnly: false);
        foreach (var statement in Schema.Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            _session.Execute(statement);
    }

    public event Action<TenantId>? Changed;

    /// <summary>File of the index inside the data folder.</summary>
    public string DatabasePath { get; }

    public long VersionOf(TenantId tenant)
    {
        lock (_lock)
            return Version(tenant);
    }

    public IReadOnlyList<KnowledgeItem> ItemsOf(TenantId tenant)
    {
        lock (_lock)
            return [.. Snapshot(tenant).Items.Select(i => i.Item)];
    }

    public Task UpsertAsync(TenantId tenant, IReadOnlyList<KnowledgeItem> items, CancellationToken cancellationToken)
    {
        if (items.FirstOrDefault(i => i.TenantId != tenant) is { } foreign)
            throw new ArgumentException($"Item {foreign.ItemId} belongs to tenant {foreign.TenantId}, not {tenant}.", nameof(items));
        Change(tenant, () =>
        {
            foreach (var item in items)
            {
                Remove(tenant, item.ItemId);
                if (item.Status == KnowledgeStatus.Active)
                    Insert(tenant, item);
            }
        });
        return Task.CompletedTask;
    }

    public Task DeleteAsync(TenantId tenant, IReadOnlyList<KnowledgeItemId> ids, CancellationToken cancellationToken)
    {
        Change(tenant, () =>
        {
            foreach (var id in ids)
                Remove(tenant, id);
        });
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<KnowledgeHit>> SearchAsync(TenantId tenant, KnowledgeQuery query, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var snapshot = Snapshot(tenant);
            var score = new MatchScore(snapshot, query.Text);
            var hits = Candidates(tenant, snapshot, query, score)
                .Select(i => new KnowledgeHit(i.Item.ItemId, i.Item.Question, i.Item.Answer, i.Item.Category, i.Item.Language, score.Of(i)))
                .OrderByDescending(h => h.Score).ThenBy(h => h.ItemId.Value, StringComparer.Ordinal).Take(query.TopK);
            return Task.FromResult<IReadOnlyList<KnowledgeHit>>([.. hits]);
        }
    }

    public void Dispose() => _session.Dispose();

    private HashSet<IndexedItem> Candidates(TenantId tenant, TenantSnapshot snapshot, KnowledgeQuery query, MatchScore score)
    {
        var allowed = snapshot.Items.Where(i => i.Matches(query)).ToHashSet();
        var candidates = allowed.OrderByDescending(score.Similarity).Take(MaxCandidates).ToHashSet();
        var terms = string.Join(" OR ", score.Terms.Select(t => $"\"{t.Replace("\"", "", StringComparison.Ordinal)}\""));
        if (terms.Length == 0)
            return candidates;
        var found = _session.Query(
            "SELECT items.item_id FROM search JOIN items ON items.rowid = search.rowid WHERE search MATCH ?1 AND items.tenant = ?2 ORDER BY rank LIMIT ?3",
            row => new KnowledgeItemId(row.GetString(0)), $"terms : ({terms})", tenant.Value, MaxCandidates);
        candidates.UnionWith(found.Select(snapshot.Find).OfType<IndexedItem>().Where(allowed.Contains));
        return candidates;
    }

    private void Change(TenantId tenant, Action write)
    {
        lock (_lock)
        {
            _session.Execute("BEGIN IMMEDIATE");
            try
            {
                write();
                _session.Execute("INSERT INTO versions VALUES (?1, 1) ON CONFLICT DO UPDATE SET version = version + 1", tenant.Value);
                _session.Execute("COMMIT");
            }
            catch
            {
                _session.Execute("ROLLBACK");
                throw;
            }
        }
        Changed?.Invoke(tenant);
    }

    private void Insert(TenantId tenant, KnowledgeItem item)
    {
        _session.Execute("INSERT INTO items (tenant, item_id, item) VALUES (?1, ?2, ?3)",
            tenant.Value, item.ItemId.Value, JsonSerializer.Serialize(item, SmartPbxJson.Options));
        _session.Execute("INSERT INTO search (rowid, tenant, terms) VALUES (last_insert_rowid(), ?1, ?2)", tenant.Value,
            string.Join(' ', IndexedItem.Of(item).QuestionTerms));
    }

    private void Remove(TenantId tenant, KnowledgeItemId id)
    {
        _session.Execute("DELETE FROM search WHERE rowid = (SELECT rowid FROM items WHERE tenant = ?1 AND item_id = ?2)", tenant.Value, id.Value);
        _session.Execute("DELETE FROM items WHERE tenant = ?1 AND item_id = ?2", tenant.Value, id.Value);
    }

    private long Version(TenantId tenant) => _session.QueryInteger("SELECT version FROM versions WHERE tenant = ?1", tenant.Value) ?? 0;

    private TenantSnapshot Snapshot(TenantId tenant)
    {
        var version = Version(tenant);
        if (_snapshots.TryGetValue(tenant, out var snapshot) && snapshot.Version == version)
            return snapshot;
        var items = _session.Query("SELECT item FROM items WHERE tenant = ?1",
            row => JsonSerializer.Deserialize<KnowledgeItem>(row.GetString(0), SmartPbxJson.Options)!, tenant.Value);
        return _snapshots[tenant] = new TenantSnapshot(version, items);
    }
}
