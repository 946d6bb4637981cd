using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Embedded.Database;
using SmartPbx.Embedded.Documents;

namespace SmartPbx.Embedded.Bus;

/// <summary>
/// The event bus on one machine: a row per event and subscribed handler. A receiver leases a row, and completes it or gives it back; a lease that ends unanswered
/// (the receiver died) makes the row available again. After <see cref="MaxDeliveries"/> the message becomes a <see cref="DeadLetter"/> of its tenant. Tenants
/// take turns within a handler, so that one tenant's backlog does not delay another.
/// </summary>
public sealed class SqliteEventQueue(EmbeddedDatabase database, IIdSource ids, OutboxSignal outbox, TimeProvider clock) : IEventBus
{
    /// <summary>As a Service Bus subscription is set up in the cloud.</summary>
    public const int MaxDeliveries = 10;

    private const int MaxMovedTogether = 200;
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, WakeSignal> _arrivals = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _lastServedTenant = new(StringComparer.Ordinal);
    private volatile IReadOnlyDictionary<string, string[]>? _handlersByType;

    /// <summary>
    /// Says who gets what; replaces what was said before. Until it is said, events wait in the outbox: one that is published while the process starts is not lost.
    /// </summary>
    public void RegisterSubscriptions(IEnumerable<BusSubscription> subscriptions)
    {
        _handlersByType = subscriptions
            .SelectMany(s => s.EventTypes.Select(type => (type, s.Handler)))
            .GroupBy(p => p.type, p => p.Handler, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Distinct(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
        outbox.Wake();
    }

    public async Task PublishAsync(IReadOnlyList<CloudEvent> events, CancellationToken cancellationToken)
    {
        var handlers = await database.WriteAsync(session => Publish(session, events), cancellationToken).ConfigureAwait(false);
        if (handlers is null) outbox.Wake();
        else Announce(handlers);
    }

    public async Task RetryAsync(CloudEvent cloudEvent, string handler, int attempt, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        var body = cloudEvent.ToUtf8();
        await database.WriteAsync(session => Enqueue(session, cloudEvent.TenantId.Value, handler, body, attempt, notBefore), cancellationToken).ConfigureAwait(false);
        Announce([handler]);
    }

    /// <summary>The next message of the handler, or null when none is due.</summary>
    public async Task<LeasedMessage?> LeaseAsync(string handler, TimeSpan lease, CancellationToken cancellationToken)
    {
        while (true)
        {
            var message = await database.WriteAsync(session => Lease(session, handler, lease), cancellationToken).ConfigureAwait(false);
            if (message is null || message.DeliveryCount <= MaxDeliveries) return message;
            await DeadLetterAsync(message, "delivered too often without an answer", cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The message is done. False when the lease had ended and another receiver may have it.</summary>
    public Task<bool> CompleteAsync(LeasedMessage message, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.Execute("DELETE FROM messages WHERE lease=?1", message.LeaseToken) == 1, cancellationToken);

    /// <summary>Prolongs the lease, counted from now. False when it had ended.</summary>
    public Task<bool> RenewAsync(LeasedMessage message, TimeSpan lease, CancellationToken cancellationToken)
    {
        var until = (clock.GetUtcNow() + lease).ToUnixTimeMilliseconds();
        return database.WriteAsync(session => session.Execute("UPDATE messages SET available_at=?2 WHERE lease=?1", message.LeaseToken, until) == 1, cancellationToken);
    }

    /// <summary>Gives the message back, to be delivered again but not before the time; the last delivery makes a dead letter of it. False when the lease had ended.</summary>
    public async Task<bool> AbandonAsync(LeasedMessage message, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        if (message.DeliveryCount >= MaxDeliveries)
            return await DeadLetterAsync(message, $"given back {MaxDeliveries} times", cancellationToken).ConfigureAwait(false);

        var given = await database.WriteAsync(
            session => session.Execute("UPDATE messages SET lease=NULL, available_at=?2 WHERE lease=?1", message.LeaseToken, notBefore.ToUnixTimeMilliseconds()) == 1,
            cancellationToken).ConfigureAwait(false);
        Announce([message.Handler]);
        return given;
    }

    /// <summary>Takes the message out and keeps it as a <see cref="DeadLetter"/> in its tenant's store. False when the lease had ended.</summary>
    public Task<bool> DeadLetterAsync(LeasedMessage message, string error, CancellationToken cancellationToken)
    {
        var letter = new DeadLetter
        {
            DeadLetterId = ids.NewId(), TenantId = message.Event.TenantId, Handler = message.Handler, Attempts = Math.Max(message.Attempt, message.DeliveryCount),
            Error = error, FailedAt = clock.GetUtcNow(), Event = message.Event,
        };
        var partition = new Partition(message.Event.TenantId, DeadLetter.Partition);
        var commit = DocumentCommit.Prepare(partition, [DocumentOperation.Create(DeadLetter.Kind, letter.DeadLetterId, letter)], clock);
        return database.WriteAsync(session =>
        {
            if (session.Execute("DELETE FROM messages WHERE lease=?1", message.LeaseToken) != 1) return false;
            commit.Apply(session);
            return true;
        }, cancellationToken);
    }

    /// <summary>Returns when a message of the handler is due: at once when one is published, at its time when one is scheduled or its lease ends.</summary>
    public async Task WaitForMessagesAsync(string handler, CancellationToken cancellationToken)
    {
        var arrivals = Arrivals(handler);
        while (true)
        {
            var arrival = arrivals.Next;
            var earliest = database.Read(session => session.QueryInteger("SELECT min(available_at) FROM messages WHERE handler=?1", handler));
            var wait = earliest is null ? LongestSleep : DateTimeOffset.FromUnixTimeMilliseconds(earliest.Value) - clock.GetUtcNow();
            if (wait <= TimeSpan.Zero) return;
            await SleepAsync(arrival, wait < LongestSleep ? wait : LongestSleep, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Moves a batch of the outbox into the queue in one commit; false when there was nothing to move or nobody has subscribed yet.</summary>
    internal async Task<bool> MoveOutboxAsync(CancellationToken cancellationToken)
    {
        var handlers = await database.WriteAsync(MoveOutbox, cancellationToken).ConfigureAwait(false);
        if (handlers is null) return false;
        Announce(handlers);
        return true;
    }

    private HashSet<string>? MoveOutbox(SqliteSession session)
    {
        if (_handlersByType is not { } subscribed) return null;
        var rows = session.Query("SELECT position, tenant, type, CAST(event AS BLOB) FROM outbox ORDER BY position LIMIT ?1",
            r => (Position: r.GetInt64(0), Tenant: r.GetString(1), Type: r.GetString(2), Event: r.GetFieldValue<byte[]>(3)), MaxMovedTogether);
        if (rows.Count == 0) return null;

        var reached = Deliver(session, subscribed, rows.Select(row => (row.Tenant, row.Type, row.Event)));
        session.Execute("DELETE FROM outbox WHERE position<=?1", rows[^1].Position);
        return reached;
    }

    private HashSet<string>? Publish(SqliteSession session, IReadOnlyList<CloudEvent> events)
    {
        if (_handlersByType is { } subscribed) return Deliver(session, subscribed, events.Select(one => (one.TenantId.Value, one.Type, one.ToUtf8())));
        foreach (var one in events) OutboxRows.Add(session, one.TenantId.Value, one.Type, one.ToUtf8(), clock.GetUtcNow());
        return null;
    }

    /// <summary>A message for each handler of each event; returns the handlers that have one.</summary>
    private HashSet<string> Deliver(SqliteSession session, IReadOnlyDictionary<string, string[]> subscribed, IEnumerable<(string Tenant, string Type, byte[] Body)> events)
    {
        var now = clock.GetUtcNow();
        var reached = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (tenant, type, body) in events)
            foreach (var handler in subscribed.GetValueOrDefault(type, []))
            {
                Enqueue(session, tenant, handler, body, attempt: 1, now);
                reached.Add(handler);
            }

        return reached;
    }

    private int Enqueue(SqliteSession session, string tenant, string handler, byte[] body, int attempt, DateTimeOffset notBefore) =>
        session.Execute("INSERT INTO messages (tenant, handler, event, attempt, enqueued_at, available_at) VALUES (?1, ?2, CAST(?3 AS TEXT), ?4, ?5, ?6)",
            tenant, handler, body, attempt, clock.GetUtcNow().ToUnixTimeMilliseconds(), notBefore.ToUnixTimeMilliseconds());

    private LeasedMessage? Lease(SqliteSession session, string handler, TimeSpan lease)
    {
        var now = clock.GetUtcNow();
        var last = _lastServedTenant.GetValueOrDefault(handler, "");
        var due = FirstDue(session, handler, last, now) ?? FirstDue(session, handler, "", now);
        if (due is not { } message) return null;

        var token = ids.NewId();
        session.Execute("UPDATE messages SET lease=?2, available_at=?3, delivery_count=delivery_count+1 WHERE position=?1",
            message.Position, token, (now + lease).ToUnixTimeMilliseconds());
        _lastServedTenant[handler] = message.Tenant;
        var cloudEvent = CloudEvent.Read(message.Event);
        return new LeasedMessage(handler, cloudEvent, message.Attempt, message.Deliveries + 1, token, DateTimeOffset.FromUnixTimeMilliseconds(message.EnqueuedAt));
    }

    private static DueMessage? FirstDue(SqliteSession session, string handler, string afterTenant, DateTimeOffset now)
    {
        var due = session.Query("""
            SELECT position, tenant, CAST(event AS BLOB), attempt, delivery_count, enqueued_at FROM messages
            WHERE handler=?1 AND tenant>?2 AND available_at<=?3 ORDER BY tenant, available_at, position LIMIT 1
            """, ReadDue, handler, afterTenant, now.ToUnixTimeMilliseconds());
        return due.Count == 0 ? null : due[0];
    }

    private static DueMessage ReadDue(SqliteDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2), row.GetInt32(3), row.GetInt32(4), row.GetInt64(5));

    private WakeSignal Arrivals(string handler) => _arrivals.GetOrAdd(handler, _ => new WakeSignal());

    private void Announce(IEnumerable<string> handlers)
    {
        foreach (var handler in handlers) Arrivals(handler).Wake();
    }

    private async Task SleepAsync(Task arrival, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(arrival, Task.Delay(wait, clock, over.Token)).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private readonly record struct DueMessage(long Position, string Tenant, byte[] Event, int Attempt, int Deliveries, long EnqueuedAt);
}
