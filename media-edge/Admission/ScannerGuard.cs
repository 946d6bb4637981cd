using System.Net;
using SmartPbx.MediaEdge.Health;
using SmartPbx.MediaEdge.Registrar;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Admission;

/// <summary>
/// Leaves in silence, for a growing time, whoever guesses passwords or says that it is a scanner. What is silenced is an address; where phones are
/// registered behind that address (a NAT), only the one port that offends. A registered phone's own flow is never touched, and a right password clears
/// what was held against its address. Bounded: at the limit the stalest half is forgotten. Thread-safe.
/// </summary>
public sealed class ScannerGuard(BindingTable bindings, EdgeMetrics metrics, TimeProvider clock)
{
    /// <summary>Wrong passwords before the silence; a person who mistypes needs fewer.</summary>
    public const int Tolerated = 5;

    /// <summary>Addresses remembered at once.</summary>
    public const int MaxSources = 20_000;

    private static readonly TimeSpan FirstSilence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(30);

    /// <summary>After this time of peace nothing is held against an address any more.</summary>
    private static readonly TimeSpan Forgiven = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPEndPoint, Record> _records = [];

    /// <summary>Addresses and ports that something is held against.</summary>
    public int Count
    {
        get { lock (_gate) return _records.Count; }
    }

    /// <summary>Whether this peer gets no answer now.</summary>
    public bool IsSilenced(SipFlow flow)
    {
        lock (_gate)
            return _records.Count > 0 && (IsSilenced(flow.Remote) || IsSilenced(Whole(flow.Remote.Address)));
    }

    /// <summary>Takes notice of a scanner's own words (<see cref="ScannerAgents"/>); true: it is one, and silenced from now on.</summary>
    public bool Catches(ReadOnlySpan<byte> message, SipFlow flow)
    {
        if (!ScannerAgents.IsNamedIn(message)) return false;
        lock (_gate) Silence(KeyOf(flow));
        metrics.SourceIgnored("scanner");
        return true;
    }

    /// <summary>A password was wrong, a user unknown, or a right password was used for another's name.</summary>
    public void Failed(SipFlow flow)
    {
        if (bindings.HasFlow(flow)) return;
        lock (_gate)
        {
            var key = KeyOf(flow);
            var record = Find(key);
            if (record.Failures + 1 < Tolerated) Put(key, record with { Failures = record.Failures + 1, At = clock.GetUtcNow() });
            else Silence(key);
        }
    }

    /// <summary>A right password: whoever it is belongs here.</summary>
    public void Succeeded(SipFlow flow)
    {
        lock (_gate)
        {
            if (_records.Count == 0) return;
            _records.Remove(flow.Remote);
            _records.Remove(Whole(flow.Remote.Address));
        }
    }

    private bool IsSilenced(IPEndPoint key) => _records.TryGetValue(key, out var record) && clock.GetUtcNow() < record.SilentUntil;

    private void Silence(IPEndPoint key)
    {
        var (record, now) = (Find(key), clock.GetUtcNow());
        var time = FirstSilence * Math.Pow(2, Math.Min(record.Silences, 10));
        Put(key, new Record(0, record.Silences + 1, now + (time < LongestSilence ? time : LongestSilence), now));
    }

    private Record Find(IPEndPoint key) => _records.TryGetValue(key, out var record) && clock.GetUtcNow() - record.At < Forgiven ? record : default;

    private void Put(IPEndPoint key, Record record)
    {
        if (_records.Count >= MaxSources && !_records.ContainsKey(key))
            foreach (var stale in _records.OrderBy(r => r.Value.At).Take(MaxSources / 2).Select(r => r.Key).ToList())
                _records.Remove(stale);
        _records[key] = record;
    }

    private IPEndPoint KeyOf(SipFlow flow) => bindings.HasSource(flow.Remote.Address) ? flow.Remote : Whole(flow.Remote.Address);

    // Port 0 stands for all of an address.
    private static IPEndPoint Whole(IPAddress address) => new(address, 0);

    private readonly record struct Record(int Failures, int Silences, DateTimeOffset SilentUntil, DateTimeOffset At);
}
