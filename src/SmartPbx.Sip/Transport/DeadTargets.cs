using System.Collections.Concurrent;

namespace SmartPbx.Sip.Transport;

/// <summary>Peers that failed a while ago, so that the next request need not find out again. Bounded, and thread-safe.</summary>
public sealed class DeadTargets(TimeProvider time, TimeSpan penalty)
{
    private const int MaxTargets = 10_000;

    private readonly ConcurrentDictionary<SipFlow, long> _since = new();

    /// <summary>It failed now.</summary>
    public void Add(SipFlow flow)
    {
        if (_since.Count >= MaxTargets)
            Sweep();
        if (_since.Count < MaxTargets)
            _since[KeyOf(flow)] = time.GetTimestamp();
    }

    /// <summary>It works again.</summary>
    public void Remove(SipFlow flow) => _since.TryRemove(KeyOf(flow), out _);

    /// <summary>Whether it failed less than the penalty ago.</summary>
    public bool Contains(SipFlow flow) => _since.TryGetValue(KeyOf(flow), out long since) && time.GetElapsedTime(since) < penalty;

    private void Sweep()
    {
        foreach (var (flow, since) in _since)
            if (time.GetElapsedTime(since) >= penalty)
                _since.TryRemove(flow, out _);
    }

    private static SipFlow KeyOf(SipFlow flow) => flow with { ConnectionId = 0 };
}
