using System.Collections.Immutable;
using System.Net;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;

namespace SmartPbx.MediaEdge.Directory;

/// <summary>
/// Everything of all tenants that a call needs, in memory and immutable. It is complete, so a name that is not in it does not exist:
/// a miss costs one dictionary look-up and never a store call.
/// </summary>
public sealed class DirectorySnapshot
{
    private readonly ImmutableDictionary<TenantId, TenantDirectory> _tenants;
    private readonly Dictionary<string, TenantDirectory> _byDomain = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<IPAddress, List<Trunk>> _trunksByAddress = [];
    private readonly List<(IPNetwork Network, Trunk Trunk)> _trunksByNetwork = [];

    public DirectorySnapshot(ImmutableDictionary<TenantId, TenantDirectory> tenants)
    {
        _tenants = tenants;
        foreach (var tenant in tenants.Values.Where(t => t.Tenant.Active).OrderBy(t => t.Tenant.TenantId.Value, StringComparer.Ordinal))
        {
            _byDomain.TryAdd(tenant.Tenant.SipDomain, tenant);
            foreach (var trunk in tenant.Trunks.Values.Where(t => t.Active)) Index(trunk);
        }
        _trunksByNetwork.Sort((a, b) => b.Network.PrefixLength.CompareTo(a.Network.PrefixLength));
    }

    public static DirectorySnapshot Empty { get; } = new(ImmutableDictionary<TenantId, TenantDirectory>.Empty);

    /// <summary>All tenants, inactive ones included.</summary>
    public ImmutableDictionary<TenantId, TenantDirectory> Tenants => _tenants;

    /// <summary>The tenant; null when unknown or not active.</summary>
    public TenantDirectory? Tenant(TenantId id) => _tenants.TryGetValue(id, out var found) && found.Tenant.Active ? found : null;

    /// <summary>The active tenant whose SIP domain this is; with a single tenant in the directory any host is its own (phones set up with an address).</summary>
    public TenantDirectory? TenantOfDomain(string host) =>
        _byDomain.TryGetValue(host, out var found) ? found : _byDomain.Count == 1 ? _byDomain.Values.First() : null;

    /// <summary>Whether any trunk sends from this address.</summary>
    public bool HasTrunk(IPAddress source)
    {
        var address = source.IsIPv4MappedToIPv6 ? source.MapToIPv4() : source;
        if (_trunksByAddress.ContainsKey(address)) return true;
        foreach (var (network, _) in _trunksByNetwork)
            if (network.Contains(address))
                return true;
        return false;
    }

    /// <summary>Trunks that send from this address, the narrowest match first. More than one when tenants share a carrier.</summary>
    public IReadOnlyList<Trunk> TrunksFrom(IPAddress source)
    {
        var address = source.IsIPv4MappedToIPv6 ? source.MapToIPv4() : source;
        var found = new List<Trunk>();
        if (_trunksByAddress.TryGetValue(address, out var exact)) found.AddRange(exact);
        foreach (var (network, trunk) in _trunksByNetwork)
            if (network.Contains(address))
                found.Add(trunk);
        return found;
    }

    /// <summary>Whether some carrier proves itself by digest alone, so that it may come from anywhere.</summary>
    public bool HasTrunkFromAnywhere { get; private set; }

    private void Index(Trunk trunk)
    {
        if (trunk is { SignIn: not null, SourceAddresses.Count: 0 }) HasTrunkFromAnywhere = true;
        foreach (var source in trunk.SourceAddresses)
        {
            if (IPAddress.TryParse(source, out var address))
            {
                if (!_trunksByAddress.TryGetValue(address, out var trunks)) _trunksByAddress.Add(address, trunks = []);
                trunks.Add(trunk);
            }
            else if (IPNetwork.TryParse(source, out var network)) _trunksByNetwork.Add((network, trunk));
        }
    }
}
