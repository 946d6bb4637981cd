using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Directory;
using SmartPbx.MediaEdge.Health;
using SmartPbx.MediaEdge.Spool;

namespace SmartPbx.MediaEdge.Admission;

/// <summary>
/// Bounds what a stolen phone password can cost: destinations, outbound calls at once, outbound calls a minute, by tenant. Too many in a minute block the
/// tenant's outbound calls for a while; the block ends by itself. Emergencies are never asked about. Thread-safe; one entry for each tenant that calls out.
/// </summary>
public sealed class TollGuard(EventSpool spool, EdgeMetrics metrics, EdgeOptions options, IIdSource ids, TimeProvider clock, ILogger<TollGuard> logger)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<TenantId, Account> _accounts = [];
    private readonly RateLimit<(TenantId, string)> _told = new(clock);

    /// <summary>Begins an outbound call; false: refused. The permit is given back when the call is over.</summary>
    public bool TryBegin(TenantDirectory tenant, string extension, string number, out IDisposable? permit)
    {
        permit = null;
        var (id, limits, now) = (tenant.Tenant.TenantId, tenant.DialPlan.Limits, clock.GetUtcNow());
        var blocked = Check(id, limits, number, now, out var account);
        if (blocked is { } told) Tell(id, told, extension, number);
        if (account is null) return false;
        permit = new Permit(this, account);
        return true;
    }

    /// <summary>Lets the tenant call out again before the block is over.</summary>
    public void Reset(TenantId tenant)
    {
        lock (_gate) _accounts.Remove(tenant);
    }

    private (string Reason, int Limit, DateTimeOffset? Until)? Check(TenantId tenant, OutboundLimits limits, string number, DateTimeOffset now, out Account? admitted)
    {
        admitted = null;
        if (limits.AllowedPrefixes.Count > 0 && number.StartsWith('+') && !limits.AllowedPrefixes.Any(p => number.StartsWith(p, StringComparison.Ordinal)))
            return ("destination", limits.AllowedPrefixes.Count, null);
        lock (_gate)
        {
            if (!_accounts.TryGetValue(tenant, out var account)) _accounts.Add(tenant, account = new Account());
            if (now < account.BlockedUntil)
            {
                metrics.OutboundBlocked("blocked"); // told when the block began
                return null;
            }
            while (account.Begun.TryPeek(out var oldest) && oldest <= now - Minute) account.Begun.Dequeue();
            if (account.Begun.Count >= limits.CallsPerMinute)
            {
                account.BlockedUntil = now.AddMinutes(limits.BlockMinutes);
                account.Begun.Clear();
                return ("calls_per_minute", limits.CallsPerMinute, account.BlockedUntil);
            }
            if (account.Live >= limits.MaxConcurrent) return ("concurrent", limits.MaxConcurrent, null);
            account.Begun.Enqueue(now);
            account.Live++;
            admitted = account;
            return null;
        }
    }

    private void Tell(TenantId tenant, (string Reason, int Limit, DateTimeOffset? Until) why, string extension, string number)
    {
        metrics.OutboundBlocked(why.Reason);
        if (!_told.TryTake((tenant, why.Reason), 1)) return; // whoever tries a thousand numbers is told of once
        logger.LogWarning("outbound call of extension {Extension} of tenant {Tenant} blocked: {Reason}, limit {Limit}, until {Until}", extension, tenant, why.Reason, why.Limit, why.Until);
        var blocked = new OutboundBlocked(why.Reason, extension, number, why.Limit, why.Until);
        _ = spool.AppendAsync(CloudEvent.Create(EventCatalogue.OutboundBlocked, $"{options.EdgeId}-{ids.NewId()}", $"/edge/{options.EdgeId}", tenant, extension, clock.GetUtcNow(), blocked));
    }

    private sealed class Account
    {
        /// <summary>When the calls of the last minute began; never longer than the limit.</summary>
        public Queue<DateTimeOffset> Begun { get; } = new();

        public int Live { get; set; }
        public DateTimeOffset BlockedUntil { get; set; }
    }

    private sealed class Permit(TollGuard guard, Account account) : IDisposable
    {
        private bool _returned;

        public void Dispose()
        {
            lock (guard._gate)
            {
                if (_returned) return;
                _returned = true;
                account.Live--;
            }
        }
    }
}
