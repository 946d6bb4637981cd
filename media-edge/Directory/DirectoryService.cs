using System.Collections.Immutable;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.MediaEdge.Configuration;

namespace SmartPbx.MediaEdge.Directory;

/// <summary>
/// Keeps <see cref="Current"/>: from the protected copy at start, then from the store's change feed once a second. When the store is away
/// the snapshot is served stale, for hours if need be.
/// </summary>
public sealed class DirectoryService(IDocumentStore store, DirectoryCopy copy, EdgeOptions options, TimeProvider clock, ILogger<DirectoryService> logger)
{
    private static readonly TimeSpan FullReadEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(10);
    private readonly DirectoryFeed _feed = new(store);
    private DirectorySnapshot _current = DirectorySnapshot.Empty;
    private long _lastFullRead;
    private bool _storeAnswers;

    /// <summary>The latest snapshot. Keep it for the length of one decision.</summary>
    public DirectorySnapshot Current => Volatile.Read(ref _current);

    /// <summary>Whether the last read of the store succeeded.</summary>
    public bool IsFresh => Volatile.Read(ref _storeAnswers);

    /// <summary>Whether there is anything to route by, fresh or stale.</summary>
    public bool IsLoaded => Current.Tenants.Count > 0 || IsFresh;

    /// <summary>Raised on the following task after each change.</summary>
    public event Action<DirectorySnapshot>? Changed;

    /// <summary>Loads the copy, then tries the store once.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (copy.Load() is { } saved) Publish(saved);
        await ReadOnceAsync(cancellationToken);
    }

    /// <summary>Follows the store until cancelled.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.DirectoryPoll, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken)) await ReadOnceAsync(cancellationToken);
    }

    private async Task ReadOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_lastFullRead == 0 || clock.GetElapsedTime(_lastFullRead) > FullReadEvery)
            {
                _feed.Restart();
                _lastFullRead = clock.GetTimestamp();
            }
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(ReadTimeout);
            var changed = await _feed.ReadAsync(limit.Token);
            Volatile.Write(ref _storeAnswers, true);
            if (changed is null || Same(changed)) return;
            Publish(changed);
            copy.Save(changed);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested) // boundary: a store may fail in any way; the directory is served stale
        {
            if (_storeAnswers) logger.LogWarning(failure, "directory is served stale: the store does not answer");
            Volatile.Write(ref _storeAnswers, false);
            _lastFullRead = 0; // a page may have been half applied
        }
    }

    private bool Same(ImmutableDictionary<TenantId, TenantDirectory> read) =>
        System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Sorted(read), Domain.SmartPbxJson.Options).AsSpan()
            .SequenceEqual(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Sorted(Current.Tenants), Domain.SmartPbxJson.Options));

    private static object Sorted(ImmutableDictionary<TenantId, TenantDirectory> tenants) =>
        tenants.Values.OrderBy(t => t.Tenant.TenantId.Value, StringComparer.Ordinal).Select(t => new
        {
            t.Tenant, t.DialPlan, Numbers = t.Numbers.OrderBy(n => n.Key, StringComparer.Ordinal), Extensions = t.Extensions.OrderBy(e => e.Key, StringComparer.Ordinal),
            Trunks = t.Trunks.OrderBy(k => k.Key, StringComparer.Ordinal),
        });

    private void Publish(ImmutableDictionary<TenantId, TenantDirectory> tenants)
    {
        var snapshot = new DirectorySnapshot(tenants);
        Volatile.Write(ref _current, snapshot);
        Changed?.Invoke(snapshot);
    }
}
