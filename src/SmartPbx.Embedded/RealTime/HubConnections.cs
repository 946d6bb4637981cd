using System.Collections.Concurrent;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Embedded.RealTime;

/// <summary>Whose each open connection is, so that nobody joins a call group with a connection of another tenant.</summary>
public sealed class HubConnections
{
    private readonly ConcurrentDictionary<string, TenantId> _tenants = new(StringComparer.Ordinal);

    internal void Add(string connectionId, TenantId tenant) => _tenants[connectionId] = tenant;

    internal void Remove(string connectionId) => _tenants.TryRemove(connectionId, out _);

    internal bool BelongsTo(string connectionId, TenantId tenant) => _tenants.TryGetValue(connectionId, out var owner) && owner == tenant;
}
