using System.Net;
using SmartPbx.MediaEdge.Health;
using SmartPbx.MediaEdge.Registrar;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Admission;

/// <summary>
/// Leaves in silence, for a short and growing time, whoever guesses passwords from where it really is: over a connection, or with a nonce that was sent
/// to that very address. What anybody may have forged (a datagram's source) is never held against its address: a scanner that says what it is gets no answer
/// to that message, and that is all. An offence silences the port it came from, offences from several ports the address; never an address that has
/// registered phones, has proven a password lately, or has a live call, and never a registered phone's own flow. Bounded: at the limit the stalest half is
/// forgotten. Thread-safe.
/// </summary>
public sealed class ScannerGuard(BindingTable bindings, EdgeMetrics metrics, TimeProvider clock)
{
    /// <summary>Wrong passwords before the silence; a person who mistypes needs fewer.</summary>
    public const int Tolerated = 5;

    /// <summary>Ports of an address that may offend before all of it is silenced: one phone with a wrong password is not its whole office.</summary>
    public const int ToleratedPorts = 3;

    /// <summary>Addresses and ports remembered at once.</summary>
    public const int MaxSources = 20_000;

    private static readonly TimeSpan FirstSilence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(5);

    /// <summary>After this time of peace nothing is held against an address any more.</summary>
    private static readonly TimeSpan Forgiven = TimeSpan.FromHours(1);

    /// <summary>An address that proved a password is somebody's for so long.</summary>
    private static readonly TimeSpan Trusted = TimeSpan.FromHours(24);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPEndPoint, Record> _records = [];
    private readonly Dictionary<IPAddress, DateTimeOffset> _proven = [];

    /// <summary>Addresses and ports that something is held against.</summary>
    public int Count
    {
        get { lock (_gate) return _records.Count; }
    }

    /// <summary>Whether this peer gets no answer now.</summary>
    /// <param name="flow">Where it sends from.</param>
    /// <param name="hasCall">Whether its address has a live call.</param>
    public bool IsSilenced(SipFlow flow, bool hasCall = false)
    {
        lock (_gate)
            return _records.Count > 0 && (IsSilenced(flow.Remote) || (!hasCall && IsSilenced(Whole(flow.Remote.Address)) && !IsSomebodys(flow.Remote.Address)));
    }

    /// <summary>Takes notice of a scanner's own words (<see cref="ScannerAgents"/>); true: it is one, and gets no answer. Over a connection it is silenced as well.</summary>
    public bool Catches(ReadOnlySpan<byte> message, SipFlow flow)
    {
        if (!ScannerAgents.IsNamedIn(message)) return false;
        metrics.SourceIgnored("scanner");
        if (flow.Kind == SipTransportKind.Udp) return true;
        lock (_gate) Silence(flow.Remote);
        return true;
    }

    /// <summary>A password was wrong, a user unknown, or a right password was used for another's name; the caller has proof that the peer is where it says.</summary>
    public void Failed(SipFlow flow)
    {
        if (bindings.HasFlow(flow)) return;
        lock (_gate)
        {
            var record = Find(flow.Remote);
            if (record.Failures + 1 < Tolerated) Put(flow.Remote, record with { Failures = record.Failures + 1, At = clock.GetUtcNow() });
            else Silence(flow.Remote);
        }
    }

    /// <summary>A right password: whoever it is belongs here.</summary>
    public void Succeeded(SipFlow flow)
    {
        lock (_gate)
        {
            _records.Remove(flow.Remote);
            _records.Remove(Whole(flow.Remote.Address));
            if (_proven.Count >= MaxSources && !_proven.ContainsKey(flow.Remote.Address)) Forget(_proven, at => at);
            _proven[flow.Remote.Address] = clock.GetUtcNow();
        }
    }

    private bool IsSomebodys(IPAddress address) => bindings.HasSource(address) || (_proven.TryGetValue(address, out var at) && clock.GetUtcNow() - at < Trusted);

    private bool IsSilenced(IPEndPoint key) => _records.TryGetValue(key, out var record) && clock.GetUtcNow() < record.SilentUntil;

    private void Silence(IPEndPoint port)
    {
        var isNewPort = Find(port).Silences == 0;
        Lengthen(port);
        if (!isNewPort) return;
        var whole = Whole(port.Address);
        var record = Find(whole);
        if (record.Failures + 1 < ToleratedPorts) Put(whole, record with { Failures = record.Failures + 1, At = clock.GetUtcNow() });
        else Lengthen(whole);
    }

    private void Lengthen(IPEndPoint key)
    {
        var (record, now) = (Find(key), clock.GetUtcNow());
        var time = FirstSilence * Math.Pow(2, Math.Min(record.Silences, 10));
        Put(key, new Record(0, record.Silences + 1, now + (time < LongestSilence ? time : LongestSilence), now));
    }

    private Record Find(IPEndPoint key) => _records.TryGetValue(key, out var record) && clock.GetUtcNow() - record.At < Forgiven ? record : default;

    private void Put(IPEndPoint key, Record record)
    {
        if (_records.Count >= MaxSources && !_records.ContainsKey(key)) Forget(_records, r => r.At);
        _records[key] = record;
    }

    private static void Forget<TKey, TValue>(Dictionary<TKey, TValue> table, Func<TValue, DateTimeOffset> at) where TKey : notnull
    {
        foreach (var stale in table.OrderBy(entry => at(entry.Value)).Take(MaxSources / 2).Select(entry => entry.Key).ToList()) table.Remove(stale);
    }

    // Port 0 stands for all of an address.
    private static IPEndPoint Whole(IPAddress address) => new(address, 0);

    private readonly record struct Record(int Failures, int Silences, DateTimeOffset SilentUntil, DateTimeOffset At);
}
