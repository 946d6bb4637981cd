using System.Net;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Configuration;

namespace SmartPbx.MediaEdge.Registrar;

/// <summary>
/// The location service (RFC 3261 §10): bindings by tenant and extension, bounded, expiring by the clock. <see cref="BindingFile"/>
/// carries them over a restart.
/// </summary>
public sealed class BindingTable(EdgeOptions options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(TenantId, string), List<Binding>> _bindings = [];
    private readonly Dictionary<IPAddress, int> _sources = [];
    private int _count;
    private long _changes;

    /// <summary>Bindings of all tenants, expired ones included until they are next looked at.</summary>
    public int Count
    {
        get { lock (_gate) return _count; }
    }

    /// <summary>Rises with every change.</summary>
    public long Changes
    {
        get { lock (_gate) return _changes; }
    }

    /// <summary>Every binding with its owner, for the file.</summary>
    public IReadOnlyList<(TenantId Tenant, string Extension, Binding Binding)> All()
    {
        lock (_gate) return [.. _bindings.SelectMany(b => b.Value.Select(binding => (b.Key.Item1, b.Key.Item2, binding)))];
    }

    /// <summary>Whether a phone is registered from this address: its requests are worth a challenge, those of strangers are not.</summary>
    public bool HasSource(IPAddress address)
    {
        lock (_gate) return _sources.ContainsKey(address);
    }

    /// <summary>Where this extension can be rung now, the latest registration first.</summary>
    public IReadOnlyList<Binding> List(TenantId tenant, string extension)
    {
        lock (_gate) return [.. Live((tenant, extension)).OrderByDescending(b => b.ExpiresAt)];
    }

    /// <summary>The binding that this contact would replace.</summary>
    public Binding? Find(TenantId tenant, string extension, Binding like)
    {
        lock (_gate) return Live((tenant, extension)).Find(b => Same(b, like));
    }

    /// <summary>Adds or refreshes; false when a limit is reached.</summary>
    public bool TryPut(TenantId tenant, string extension, Binding binding)
    {
        lock (_gate)
        {
            var live = Live((tenant, extension));
            var index = live.FindIndex(b => Same(b, binding));
            if (index >= 0)
            {
                Leave(live[index]);
                live[index] = binding;
                Enter(binding);
                return true;
            }
            if (_count >= options.MaxBindings) SweepAll();
            if (_count >= options.MaxBindings || live.Count >= options.MaxBindingsPerExtension) return false;
            live.Add(binding);
            _bindings[(tenant, extension)] = live;
            Enter(binding);
            return true;
        }
    }

    /// <summary>Removes one contact; none is fine.</summary>
    public void Remove(TenantId tenant, string extension, Binding like)
    {
        lock (_gate) RemoveWhere(Live((tenant, extension)), b => Same(b, like));
    }

    /// <summary>Removes every contact (<c>Contact: *</c>).</summary>
    public void RemoveAll(TenantId tenant, string extension)
    {
        lock (_gate)
            if (_bindings.Remove((tenant, extension), out var removed))
                removed.ForEach(Leave);
    }

    private List<Binding> Live((TenantId, string) key)
    {
        if (!_bindings.TryGetValue(key, out var bindings)) return [];
        var now = clock.GetUtcNow();
        RemoveWhere(bindings, b => b.ExpiresAt <= now);
        if (bindings.Count == 0) _bindings.Remove(key);
        return bindings;
    }

    private void RemoveWhere(List<Binding> bindings, Predicate<Binding> gone)
    {
        bindings.FindAll(gone).ForEach(Leave);
        bindings.RemoveAll(gone);
    }

    private void Enter(Binding binding)
    {
        _count++;
        _changes++;
        _sources[binding.Source.Remote.Address] = _sources.GetValueOrDefault(binding.Source.Remote.Address) + 1;
    }

    private void Leave(Binding binding)
    {
        _count--;
        _changes++;
        var address = binding.Source.Remote.Address;
        if (_sources[address] == 1) _sources.Remove(address);
        else _sources[address]--;
    }

    private void SweepAll()
    {
        foreach (var key in _bindings.Keys.ToList()) Live(key);
    }

    private static bool Same(Binding one, Binding other) => one.Contact.Uri.IsEquivalentTo(other.Contact.Uri);
}
