using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Agents.Hitl;

/// <summary>Takes an operator for one alert by replacing the presence document with its ETag: two alerts can never hold one person (HITL-10).</summary>
internal sealed class OperatorClaims(IDocumentStore store, TimeProvider clock)
{
    /// <summary>While all are busy a caller waits this long for one to come free.</summary>
    public static readonly TimeSpan QueueTimeout = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan QueuePoll = TimeSpan.FromMilliseconds(500);

    /// <summary>A claim whose edge died is void this long after the alert's deadline.</summary>
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(10);

    private const int ReleaseAttempts = 10; // heartbeats change the ETag under us

    /// <summary>Who was claimed; and if nobody, whether somebody is at work at all.</summary>
    public readonly record struct Claim(UserId? Operator, bool AnyoneBusy);

    /// <summary>Claims the free operator who has been idle longest, waiting a while when all are busy.</summary>
    public async Task<Claim> ClaimAsync(TenantId tenant, AlertId alert, Action onQueued, CancellationToken cancellationToken)
    {
        var giveUpAt = clock.GetUtcNow() + QueueTimeout;
        var queued = false;
        while (true)
        {
            var claim = await TryClaimAsync(tenant, alert, cancellationToken);
            if (claim.Operator is not null || !claim.AnyoneBusy || clock.GetUtcNow() >= giveUpAt) return claim;
            if (!queued) onQueued();
            queued = true;
            await Task.Delay(QueuePoll, clock, cancellationToken);
        }
    }

    /// <summary>Frees the operator unless the claim is no longer this alert's.</summary>
    public async Task ReleaseAsync(TenantId tenant, UserId person, AlertId alert, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < ReleaseAttempts; attempt++)
        {
            var read = await store.GetAsync(new Partition(tenant, HitlDocuments.PresencePartition), HitlDocuments.Presence, person.Value, cancellationToken);
            if (read is null || read.Value.ClaimedAlert != alert) return;
            var free = read.Value with { ClaimedAlert = null, IdleSince = clock.GetUtcNow() };
            if (await store.ReplaceAsync(read, HitlDocuments.Presence, free, cancellationToken) == CommitOutcome.Committed) return;
        }
    }

    private async Task<Claim> TryClaimAsync(TenantId tenant, AlertId alert, CancellationToken cancellationToken)
    {
        var query = new DocumentQuery<OperatorPresence>(HitlDocuments.Presence)
        {
            PartitionKey = HitlDocuments.PresencePartition, Limit = DocumentQuery<OperatorPresence>.MaxLimit,
        };
        var page = await store.QueryAsync(tenant, query, cancellationToken);
        var anyoneBusy = false;
        foreach (var read in page.Items.OrderBy(p => p.Value.IdleSince))
        {
            var status = read.Value.EffectiveStatus(clock.GetUtcNow());
            anyoneBusy |= status is OperatorStatus.Available or OperatorStatus.Busy;
            if (status != OperatorStatus.Available || !await IsClaimableAsync(read.Value, cancellationToken)) continue;
            var claimed = read.Value with { ClaimedAlert = alert };
            if (await store.ReplaceAsync(read, HitlDocuments.Presence, claimed, cancellationToken) == CommitOutcome.Committed)
                return new(read.Value.UserId, true);
        }
        return new(null, anyoneBusy);
    }

    private async Task<bool> IsClaimableAsync(OperatorPresence presence, CancellationToken cancellationToken)
    {
        if (presence.ClaimedAlert is not { } held) return true;
        var query = new DocumentQuery<HitlAlert>(HitlDocuments.Alerts) { Where = new Dictionary<string, string> { ["alert_id"] = held.Value }, Limit = 1 };
        var alerts = await store.QueryAsync(presence.TenantId, query, cancellationToken);
        return alerts.Items.Count == 1 && clock.GetUtcNow() > alerts.Items[0].Value.Deadline + StaleAfter;
    }
}
