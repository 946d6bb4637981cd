using System.Globalization;
using SmartPbx.Domain.Ports;
using SmartPbx.Embedded.Bus;
using SmartPbx.Embedded.Database;

namespace SmartPbx.Embedded.Documents;

/// <summary>
/// One atomic commit. <see cref="Prepare"/> checks the limits and does the JSON on the caller's thread; <see cref="Apply"/> runs in the writer and takes its
/// writes back unless every operation held. Inbox rows come first, whatever the order of the operations: a repeated event is told as such and not as a conflict
/// with its own first effects.
/// </summary>
internal sealed class DocumentCommit
{
    private readonly Partition _partition;
    private readonly IReadOnlyList<DocumentOperation> _operations;
    private readonly object?[] _bodies; // of a write as text, of an event as its bytes in UTF-8
    private readonly TimeProvider _clock;

    private DocumentCommit(Partition partition, IReadOnlyList<DocumentOperation> operations, object?[] bodies, TimeProvider clock)
    {
        (_partition, _operations, _bodies, _clock) = (partition, operations, bodies, clock);
        Publishes = operations.Any(o => o is DocumentOperation.Outbox);
    }

    /// <summary>Whether it puts anything into the outbox.</summary>
    public bool Publishes { get; }

    private string Tenant => _partition.Tenant.Value;

    /// <summary>Throws <see cref="ArgumentException"/> when a limit of the port is broken.</summary>
    public static DocumentCommit Prepare(Partition partition, IReadOnlyList<DocumentOperation> operations, TimeProvider clock)
    {
        CommitLimits.Check(partition, operations);
        return new DocumentCommit(partition, operations, [.. operations.Select(Body)], clock);
    }

    public CommitOutcome Apply(SqliteSession session)
    {
        var now = _clock.GetUtcNow();
        foreach (var inbox in _operations.OfType<DocumentOperation.Inbox>())
            if (!AddInbox(session, inbox, now))
                return Refuse(session, CommitOutcome.AlreadyHandled);

        for (var i = 0; i < _operations.Count; i++)
            if (ApplyOne(session, i, now) is var outcome and not CommitOutcome.Committed)
                return Refuse(session, outcome);

        return CommitOutcome.Committed;
    }

    private static object? Body(DocumentOperation operation) => operation switch
    {
        DocumentOperation.Write write => CommitLimits.CheckedBody(write),
        DocumentOperation.Outbox outbox => outbox.Event.ToUtf8(),
        _ => null,
    };

    private static CommitOutcome Refuse(SqliteSession session, CommitOutcome outcome)
    {
        session.TakeBack();
        return outcome;
    }

    private CommitOutcome ApplyOne(SqliteSession session, int index, DateTimeOffset now)
    {
        switch (_operations[index])
        {
            case DocumentOperation.Write write:
                return Write(session, write, (string)_bodies[index]!, now);
            case DocumentOperation.Remove remove:
                return Remove(session, remove, now);
            case DocumentOperation.Outbox outbox:
                OutboxRows.Add(session, Tenant, outbox.Event.Type, (byte[])_bodies[index]!, now);
                return CommitOutcome.Committed;
            default:
                return CommitOutcome.Committed;
        }
    }

    private CommitOutcome Write(SqliteSession session, DocumentOperation.Write write, string body, DateTimeOffset now)
    {
        var current = CurrentVersion(session, write.Kind, write.Id, now);
        if (write.Mode == DocumentOperation.WriteMode.Create && current is not null) return CommitOutcome.AlreadyExists;
        if (write.Mode == DocumentOperation.WriteMode.Replace && !Matches(write.IfMatch, current)) return CommitOutcome.PreconditionFailed;

        var expiresAt = write.TimeToLive is { } ttl ? (now + ttl).ToUnixTimeMilliseconds() : (long?)null;
        session.Execute("""
            INSERT INTO documents (tenant, partition, kind, id, version, body, expires_at, deleted) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)
            ON CONFLICT (tenant, partition, kind, id) DO UPDATE SET version=?5, body=?6, expires_at=?7, deleted=0
            """, Tenant, _partition.Key, write.Kind, write.Id, NextVersion(session), body, expiresAt);
        RemoveIndexes(session, write.Kind, write.Id);
        foreach (var (name, value) in write.Indexes)
            session.Execute("INSERT INTO document_indexes (tenant, kind, name, value, partition, id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                Tenant, write.Kind, name, value, _partition.Key, write.Id);
        return CommitOutcome.Committed;
    }

    private CommitOutcome Remove(SqliteSession session, DocumentOperation.Remove remove, DateTimeOffset now)
    {
        var current = CurrentVersion(session, remove.Kind, remove.Id, now);
        if (remove.IfMatch is not null && !Matches(remove.IfMatch, current)) return CommitOutcome.PreconditionFailed;
        if (current is null) return CommitOutcome.Committed;

        session.Execute("""
            UPDATE documents SET version=?5, body='null', expires_at=NULL, deleted=1 WHERE tenant=?1 AND partition=?2 AND kind=?3 AND id=?4
            """, Tenant, _partition.Key, remove.Kind, remove.Id, NextVersion(session));
        RemoveIndexes(session, remove.Kind, remove.Id);
        return CommitOutcome.Committed;
    }

    private long? CurrentVersion(SqliteSession session, string kind, string id, DateTimeOffset now) => session.QueryInteger("""
        SELECT version FROM documents WHERE tenant=?1 AND partition=?2 AND kind=?3 AND id=?4 AND deleted=0 AND (expires_at IS NULL OR expires_at>?5)
        """, Tenant, _partition.Key, kind, id, now.ToUnixTimeMilliseconds());

    private static bool Matches(ETag? expected, long? current) =>
        current is { } version && expected?.Value == version.ToString(CultureInfo.InvariantCulture);

    private long NextVersion(SqliteSession session) => session.QueryInteger("""
        INSERT INTO partitions (tenant, partition, version) VALUES (?1, ?2, 1)
        ON CONFLICT (tenant, partition) DO UPDATE SET version=version+1 RETURNING version
        """, Tenant, _partition.Key)!.Value;

    private void RemoveIndexes(SqliteSession session, string kind, string id) =>
        session.Execute("DELETE FROM document_indexes WHERE tenant=?1 AND partition=?2 AND kind=?3 AND id=?4", Tenant, _partition.Key, kind, id);

    private bool AddInbox(SqliteSession session, DocumentOperation.Inbox inbox, DateTimeOffset now) =>
        session.Execute("INSERT OR IGNORE INTO inbox (tenant, partition, handler, event_id, handled_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            Tenant, _partition.Key, inbox.Handler, inbox.EventId, now.ToUnixTimeMilliseconds()) == 1;
}
