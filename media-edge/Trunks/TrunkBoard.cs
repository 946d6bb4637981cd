using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Admission;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Trunks;

/// <summary>
/// All trunks of all tenants as they are now: who is up, who is registered, who has channels left. <see cref="TrunkService"/> keeps it true; calls
/// read it. Thread-safe.
/// </summary>
public sealed class TrunkBoard(CallAdmission admission, TrunkEvents events, TimeProvider clock)
{
    /// <summary>Ways tried for one call; each may cost seconds.</summary>
    public const int MaxWays = 8;

    private ImmutableDictionary<(TenantId Tenant, string Name), TrunkState> _trunks = ImmutableDictionary<(TenantId, string), TrunkState>.Empty;

    // The gate asks for every message of a stranger, so the addresses are kept ready.
    private readonly Lock _locating = new();
    private FrozenSet<IPAddress> _addresses = FrozenSet<IPAddress>.Empty;

    public IEnumerable<TrunkState> All => Volatile.Read(ref _trunks).Values;

    public TrunkState? Find(TenantId tenant, string name) => Volatile.Read(ref _trunks).GetValueOrDefault((tenant, name));

    public void Put(TrunkState state)
    {
        ImmutableInterlocked.AddOrUpdate(ref _trunks, (state.Trunk.TenantId, state.Trunk.Name), state, (_, _) => state);
        Located();
    }

    public void Remove(Trunk trunk)
    {
        ImmutableInterlocked.TryRemove(ref _trunks, (trunk.TenantId, trunk.Name), out _);
        Located();
    }

    /// <summary>Some target was found at another address.</summary>
    public void Located()
    {
        lock (_locating) // the last to look must be the last to write
            Volatile.Write(ref _addresses, All.SelectMany(t => t.Targets).SelectMany(t => t.Flows).Select(f => f.Remote.Address).ToFrozenSet());
    }

    /// <summary>Whether we send requests to this address, so that its answers and its requests inside our dialogs are expected.</summary>
    public bool IsTarget(IPAddress address) => Volatile.Read(ref _addresses).Contains(address);

    /// <summary>Carriers with whom we register send our calls from where we registered.</summary>
    public IReadOnlyList<Trunk> RegisteredAt(IPAddress address) => [.. All.Where(t => t.Trunk.Registration is not null && t.IsAt(address)).Select(t => t.Trunk)];

    /// <summary>
    /// The ways by these trunks, in their order: first what is up, then what seems down, because nothing is lost by asking. What asked to be left alone
    /// is left alone, unless the call is an emergency.
    /// </summary>
    public IReadOnlyList<TrunkWay> WaysOut(TenantId tenant, IReadOnlyList<string> names, Func<Trunk, OutboundLeg> leg)
    {
        var now = clock.GetUtcNow();
        return
        [
            .. (from name in names.Distinct()
                let state = Find(tenant, name)
                where state is not null && state.Trunk.Active
                let wanted = leg(state.Trunk)
                from target in state.Targets
                where wanted.IsEmergency || !target.Health.IsResting(now)
                from flow in target.Flows
                orderby target.Health.IsUp && state.IsRegistered(now) ? 0 : 1 // stable: the order of before otherwise
                select new TrunkWay(this, state, target, flow, wanted)).DistinctBy(way => (way.State, way.Flow)).Take(MaxWays), // two names may lead to one server
        ];
    }

    internal bool TryOpen(TrunkWay way, out IDisposable channel) => admission.TryTakeChannel(way.State.Trunk, way.Leg.IsEmergency, out channel);

    /// <summary>What a way that did not take a call says of its target; null: it did not answer.</summary>
    internal void Report(TrunkWay way, SipResponse? refusal)
    {
        if (refusal is not null && TrunkFailure.Rest(refusal) is { Ticks: > 0 } rest) way.Target.Rest(clock.GetUtcNow() + rest);
        // A call that was refused proves that somebody is there; only silence speaks against the target, and 503 against nobody else's calls.
        events.Observe(way.State.Trunk, way.Target, refusal is not null, refusal?.Status);
    }

    /// <summary>Channels of a trunk that are taken, both directions.</summary>
    public int Channels(Trunk trunk) => admission.Channels(trunk);
}
