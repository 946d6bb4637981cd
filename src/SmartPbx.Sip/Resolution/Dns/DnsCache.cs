namespace SmartPbx.Sip.Resolution.Dns;

/// <summary>Answers by question until their time is over; bounded. Thread-safe.</summary>
internal sealed class DnsCache(TimeProvider time, int maxEntries)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<DnsQuestion, (DnsAnswer Answer, long At)> _entries = [];

    public int Count
    {
        get
        {
            lock (_gate)
                return _entries.Count;
        }
    }

    public DnsAnswer? Find(DnsQuestion question)
    {
        lock (_gate)
            return _entries.TryGetValue(question, out var entry) && time.GetElapsedTime(entry.At) < entry.Answer.Ttl ? entry.Answer : null;
    }

    public void Put(DnsQuestion question, DnsAnswer answer)
    {
        if (answer.Ttl <= TimeSpan.Zero)
            return;
        lock (_gate)
        {
            if (_entries.Count >= maxEntries && !_entries.ContainsKey(question))
                MakeRoom();
            _entries[question] = (answer, time.GetTimestamp());
        }
    }

    // What is over goes; when nothing is, everything does: a full cache of live names is an attack or a wrong limit, and either way cheap to refill.
    private void MakeRoom()
    {
        foreach (var question in _entries.Where(entry => time.GetElapsedTime(entry.Value.At) >= entry.Value.Answer.Ttl).Select(entry => entry.Key).ToList())
            _entries.Remove(question);
        if (_entries.Count >= maxEntries)
            _entries.Clear();
    }
}
