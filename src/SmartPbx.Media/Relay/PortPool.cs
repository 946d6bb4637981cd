namespace SmartPbx.Media.Relay;

/// <summary>
/// Pairs of ports, RTP even and RTCP the next odd (RFC 3550 section 11). The pair free for longest goes out first, so a late packet of the
/// last call rarely meets the next one. Thread-safe; off the packet path.
/// </summary>
public sealed class PortPool
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Queue<int> _free = new();
    private readonly Dictionary<int, string> _holders = [];
    private readonly Dictionary<int, long> _restingUntil = [];

    /// <param name="firstPort">First port; an odd one is rounded up.</param>
    /// <param name="lastPort">Last port, inclusive.</param>
    /// <param name="time">Clock of the quarantine.</param>
    public PortPool(int firstPort, int lastPort, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(firstPort, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lastPort, 65535);
        _time = time;
        for (int port = firstPort + (firstPort & 1); port < lastPort; port += 2) _free.Enqueue(port);
        Capacity = _free.Count * 2;
        if (Capacity == 0) throw new ArgumentException($"no even/odd pair between {firstPort} and {lastPort}", nameof(lastPort));
    }

    /// <summary>Ports in the range, two per leg.</summary>
    public int Capacity { get; }

    /// <summary>Ports taken now, two per leg.</summary>
    public int InUse
    {
        get { lock (_gate) return _holders.Count * 2; }
    }

    /// <summary>Who holds which pair; empty when nothing leaks.</summary>
    public IReadOnlyList<PortHolder> Holders
    {
        get { lock (_gate) return [.. _holders.Select(held => new PortHolder(held.Key, held.Value)).OrderBy(held => held.RtpPort)]; }
    }

    /// <summary>Lets the pair of <paramref name="port"/> rest; the longer rest wins. A pair in use rests once it is returned. Foreign ports are ignored.</summary>
    public void Quarantine(int port, TimeSpan duration)
    {
        long until = _time.GetTimestamp() + (long)(duration.TotalSeconds * _time.TimestampFrequency);
        lock (_gate)
        {
            int pair = port & ~1;
            if (!_restingUntil.TryGetValue(pair, out long already) || already < until) _restingUntil[pair] = until;
        }
    }

    /// <summary>Takes a pair for <paramref name="owner"/>.</summary>
    /// <returns>False when every pair is taken or rests.</returns>
    internal bool TryTake(string owner, out int rtpPort)
    {
        lock (_gate)
        {
            for (int looked = _free.Count; looked > 0; looked--)
            {
                rtpPort = _free.Dequeue();
                if (IsResting(rtpPort))
                {
                    _free.Enqueue(rtpPort);
                    continue;
                }
                _holders.Add(rtpPort, owner);
                return true;
            }
        }
        rtpPort = 0;
        return false;
    }

    internal void Return(int rtpPort)
    {
        lock (_gate)
            if (_holders.Remove(rtpPort)) _free.Enqueue(rtpPort);
    }

    private bool IsResting(int pair)
    {
        if (!_restingUntil.TryGetValue(pair, out long until)) return false;
        if (_time.GetTimestamp() < until) return true;
        _restingUntil.Remove(pair);
        return false;
    }
}
