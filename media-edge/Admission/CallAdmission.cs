using System.Net;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Configuration;

namespace SmartPbx.MediaEdge.Admission;

/// <summary>
/// Whether one more call may begin (SIP-12, SIP-13): draining, memory, time to serve it, the edge's own limit, then the trunk's rate and channels.
/// Live calls are never touched by a refusal. An emergency is refused by nothing but a full trunk.
/// </summary>
public sealed class CallAdmission(EdgeOptions options, FileBudget files, TimeProvider clock)
{
    /// <summary>Above this share of the memory that the process may use, new calls are refused.</summary>
    private const double MaxMemoryLoad = 0.95;

    private static readonly TimeSpan MemoryLookEvery = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly RateLimit<IPAddress> _unknownSources = new(clock);
    private readonly RateLimit<(TenantId, string)> _trunkRates = new(clock);
    private readonly Dictionary<(TenantId, string), int> _channels = [];
    private int _calls;
    private long _memoryLookedAt;
    private bool _memoryShort;

    /// <summary>Told how long SIP messages wait.</summary>
    public SignallingLoad Load { get; } = new(clock);

    /// <summary>Set at SIGTERM; new calls get 503 from then on.</summary>
    public bool IsDraining { get; set; }

    /// <summary>Calls admitted and not yet ended.</summary>
    public int Calls
    {
        get { lock (_gate) return _calls; }
    }

    /// <summary>Whether a source that is nobody's may be looked at once more this second.</summary>
    public bool TryTakeUnknown(IPAddress source) => _unknownSources.TryTake(source, options.UnknownSourceInvitesPerSecond);

    /// <summary>Admits a call of this trunk (null: of a registered phone), or gives the outcome that refuses it.</summary>
    public CallOutcome? TryAdmit(Trunk? trunk, bool isEmergency, out AdmissionTicket ticket)
    {
        ticket = new AdmissionTicket(NoTicket.Instance, null);
        if (IsDraining) return CallOutcome.Draining;
        if (!isEmergency && (MemoryIsShort() || Load.IsTooMuch)) return CallOutcome.Overloaded;
        var key = trunk is null ? default : (trunk.TenantId, trunk.Name);
        if (trunk is not null && !_trunkRates.TryTake(key, trunk.MaxCallsPerSecond)) return CallOutcome.Overloaded;
        lock (_gate)
        {
            if (!isEmergency && _calls >= files.Calls) return CallOutcome.Overloaded;
            if (trunk is not null && _channels.GetValueOrDefault(key) >= trunk.MaxChannels) return CallOutcome.Overloaded;
            _calls++;
            if (trunk is not null) _channels[key] = _channels.GetValueOrDefault(key) + 1;
        }
        ticket = new AdmissionTicket(new Place(this), trunk is null ? null : new Channel(this, key));
        return null;
    }

    /// <summary>Takes a channel of a trunk for a leg that leaves by it; an emergency gets one in any case. Draining is no reason: the call is live.</summary>
    public bool TryTakeChannel(Trunk trunk, bool isEmergency, out IDisposable channel)
    {
        channel = NoTicket.Instance;
        var key = (trunk.TenantId, trunk.Name);
        if (!isEmergency && !_trunkRates.TryTake(key, trunk.MaxCallsPerSecond)) return false;
        lock (_gate)
        {
            if (!isEmergency && _channels.GetValueOrDefault(key) >= trunk.MaxChannels) return false;
            _channels[key] = _channels.GetValueOrDefault(key) + 1;
        }
        channel = new Channel(this, key);
        return true;
    }

    /// <summary>Channels of a trunk that are taken, both directions.</summary>
    public int Channels(Trunk trunk)
    {
        lock (_gate) return _channels.GetValueOrDefault((trunk.TenantId, trunk.Name));
    }

    private bool MemoryIsShort()
    {
        if (_memoryLookedAt == 0 || clock.GetElapsedTime(_memoryLookedAt) > MemoryLookEvery)
        {
            var memory = GC.GetGCMemoryInfo();
            _memoryShort = memory.TotalAvailableMemoryBytes > 0 && Environment.WorkingSet > MaxMemoryLoad * memory.TotalAvailableMemoryBytes;
            _memoryLookedAt = clock.GetTimestamp();
        }
        return _memoryShort;
    }

    private void ReleasePlace()
    {
        lock (_gate) _calls--;
    }

    private void ReleaseChannel((TenantId, string) key)
    {
        lock (_gate)
        {
            if (_channels[key] == 1) _channels.Remove(key);
            else _channels[key]--;
        }
    }

    private sealed class Channel(CallAdmission admission, (TenantId, string) key) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0) admission.ReleaseChannel(key);
        }
    }

    private sealed class Place(CallAdmission admission) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0) admission.ReleasePlace();
        }
    }

    private sealed class NoTicket : IDisposable
    {
        public static readonly NoTicket Instance = new();

        public void Dispose() { }
    }
}
