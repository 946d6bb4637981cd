using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmartPbx.Embedded.Database;

namespace SmartPbx.Embedded.Documents;

/// <summary>Removes from the file what has ceased to exist: documents past their time to live, and inbox rows older than any redelivery.</summary>
public sealed class ExpirySweeper(EmbeddedDatabase database, TimeProvider clock, ILogger<ExpirySweeper> log) : BackgroundService
{
    /// <summary>Longer than any retry budget of a handler and any stay in a dead letter that is still replayed.</summary>
    public static readonly TimeSpan InboxRetention = TimeSpan.FromDays(90);

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private const int MaxRemovedTogether = 500;

    /// <summary>One pass; returns how many documents were removed.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var removed = 0;
        int batch;
        do
        {
            batch = await database.WriteAsync(RemoveExpired, cancellationToken).ConfigureAwait(false);
            removed += batch;
        }
        while (batch == MaxRemovedTogether);
        await database.WriteAsync(RemoveOldInbox, cancellationToken).ConfigureAwait(false);
        return removed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) await TrySweepAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the host stops
        }
    }

    private async Task TrySweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SweepAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException) // boundary: the next pass tries again
        {
            log.LogError(e, "removing expired documents failed");
        }
    }

    private int RemoveExpired(SqliteSession session)
    {
        var expired = session.Query("SELECT tenant, partition, kind, id FROM documents WHERE expires_at<=?1 LIMIT ?2",
            r => (Tenant: r.GetString(0), Partition: r.GetString(1), Kind: r.GetString(2), Id: r.GetString(3)),
            clock.GetUtcNow().ToUnixTimeMilliseconds(), MaxRemovedTogether);
        foreach (var (tenant, partition, kind, id) in expired)
        {
            session.Execute("DELETE FROM document_indexes WHERE tenant=?1 AND partition=?2 AND kind=?3 AND id=?4", tenant, partition, kind, id);
            session.Execute("DELETE FROM documents WHERE tenant=?1 AND partition=?2 AND kind=?3 AND id=?4", tenant, partition, kind, id);
        }

        return expired.Count;
    }

    private int RemoveOldInbox(SqliteSession session) =>
        session.Execute("DELETE FROM inbox WHERE handled_at<?1", (clock.GetUtcNow() - InboxRetention).ToUnixTimeMilliseconds());
}
