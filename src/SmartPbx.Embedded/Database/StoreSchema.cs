namespace SmartPbx.Embedded.Database;

/// <summary>Schema of <c>smartpbx.db</c>. Every key begins with the tenant, and so does every statement's predicate on documents.</summary>
internal static class StoreSchema
{
    public static IReadOnlyList<string> Migrations { get; } = [Version1];

    /// <remarks>
    /// A partition's version counts its writes: it is the ETag of what was written and its place in the change feed, and never repeats, even when a document
    /// is deleted and made again. Times are Unix milliseconds. <c>available_at</c> of a leased message is the end of its lease.
    /// </remarks>
    private const string Version1 = """
        CREATE TABLE partitions (
          tenant TEXT NOT NULL, partition TEXT NOT NULL, version INTEGER NOT NULL,
          PRIMARY KEY (tenant, partition)) STRICT, WITHOUT ROWID;

        CREATE TABLE documents (
          tenant TEXT NOT NULL, partition TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
          version INTEGER NOT NULL, body TEXT NOT NULL, expires_at INTEGER, deleted INTEGER NOT NULL DEFAULT 0,
          PRIMARY KEY (tenant, partition, kind, id)) STRICT;
        CREATE INDEX documents_by_id ON documents (tenant, kind, id, partition);
        CREATE INDEX documents_by_change ON documents (tenant, partition, version);
        CREATE INDEX documents_by_expiry ON documents (expires_at) WHERE expires_at IS NOT NULL;

        CREATE TABLE document_indexes (
          tenant TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, partition TEXT NOT NULL, id TEXT NOT NULL,
          PRIMARY KEY (tenant, kind, name, value, partition, id)) STRICT, WITHOUT ROWID;
        CREATE INDEX document_indexes_by_document ON document_indexes (tenant, partition, kind, id, name);

        CREATE TABLE inbox (
          tenant TEXT NOT NULL, partition TEXT NOT NULL, handler TEXT NOT NULL, event_id TEXT NOT NULL, handled_at INTEGER NOT NULL,
          PRIMARY KEY (tenant, partition, handler, event_id)) STRICT, WITHOUT ROWID;
        CREATE INDEX inbox_by_age ON inbox (handled_at);

        CREATE TABLE outbox (
          position INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL, type TEXT NOT NULL, event TEXT NOT NULL, recorded_at INTEGER NOT NULL) STRICT;

        CREATE TABLE messages (
          position INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL, handler TEXT NOT NULL, event TEXT NOT NULL, attempt INTEGER NOT NULL,
          delivery_count INTEGER NOT NULL DEFAULT 0, enqueued_at INTEGER NOT NULL, available_at INTEGER NOT NULL, lease TEXT) STRICT;
        CREATE INDEX messages_by_turn ON messages (handler, tenant, available_at, position);
        CREATE INDEX messages_by_time ON messages (handler, available_at);
        CREATE INDEX messages_by_lease ON messages (lease) WHERE lease IS NOT NULL;
        """;
}
