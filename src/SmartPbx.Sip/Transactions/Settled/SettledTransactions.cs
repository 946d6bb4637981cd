namespace SmartPbx.Sip.Transactions.Settled;

/// <summary>
/// Transactions that only wait out their last timer, to recognise a message that is repeated and to answer it as before. After some calls a second they are nearly
/// all that there are, tens of thousands for 64*T1 each. As objects they made up most of what a collection marks and copies, and so of its pause; here they are
/// bytes that it never looks at. Owned by the loop.
/// </summary>
internal sealed class SettledTransactions : IDisposable
{
    /// <summary>They are due at multiples of this: no peer can tell, and at a thousand calls a second something ends in every millisecond.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(100);

    private readonly SettledMemory _memory = new();
    private readonly List<SettledLane> _lanes = [];
    private readonly SettledKeys _clients;
    private readonly SettledKeys _servers;
    private readonly SettledKeys _byAck;
    private readonly SettledKeys _merged;
    private readonly TimeProvider _time;
    private readonly ITimer _wake;
    private long _armedFor = long.MaxValue;

    /// <param name="time">Clock.</param>
    /// <param name="wake">Called from any thread when the time of some is over; must make the loop call <see cref="Expire"/>.</param>
    public SettledTransactions(TimeProvider time, Action wake)
    {
        _time = time;
        _wake = time.CreateTimer(_ => wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        (_clients, _servers, _byAck, _merged) = (new SettledKeys(_memory), new SettledKeys(_memory), new SettledKeys(_memory), new SettledKeys(_memory));
    }

    public int Count { get; private set; }

    /// <summary>Keeps what is left of a transaction for this long.</summary>
    public void Add(TransactionRecord transaction, TimeSpan delay)
    {
        long due = (_time.GetTimestamp() + Ticks(delay) + Ticks(Grain) - 1) / Ticks(Grain) * Ticks(Grain);
        var entry = SettledEntry.Write(_memory, Lane(delay), transaction, due);
        Table(entry.Kind).Add(entry.Key, entry.Slot);
        _byAck.Add(entry.AckKey, entry.Slot);
        _merged.Add(entry.MergeKey, entry.Slot);
        Count++;
        if (due < _armedFor)
            Arm(due);
    }

    public bool TryFindClient(ReadOnlySpan<char> key, out SettledEntry entry) => TryFind(_clients, key, out entry);

    public bool TryFindServer(ReadOnlySpan<char> key, out SettledEntry entry) => TryFind(_servers, key, out entry);

    /// <summary>Whether the ACK with this key has come before.</summary>
    public bool HasAck(ReadOnlySpan<char> key) => _byAck.TryFind(key, out _);

    /// <summary>Whether the same request was here, by another path (RFC 3261 §8.2.2.2).</summary>
    public bool HasMerged(ReadOnlySpan<char> key) => _merged.TryFind(key, out _);

    /// <summary>Ends one before its time.</summary>
    public void End(SettledEntry entry)
    {
        if (entry.IsOver)
            return;
        Table(entry.Kind).Remove(entry.Key, entry.Slot);
        _byAck.Remove(entry.AckKey, entry.Slot);
        _merged.Remove(entry.MergeKey, entry.Slot);
        entry.IsOver = true;
        Count--;
    }

    /// <summary>Ends those whose time is over.</summary>
    public void Expire()
    {
        _armedFor = long.MaxValue;
        long now = _time.GetTimestamp();
        long next = long.MaxValue;
        foreach (var lane in _lanes)
        {
            while (lane.TryPeek(out var first))
            {
                var entry = new SettledEntry(_memory, first);
                if (entry.Due > now)
                {
                    next = Math.Min(next, entry.Due);
                    break;
                }
                End(entry);
                lane.Drop(entry.Slot.Length);
            }
        }
        if (next != long.MaxValue)
            Arm(next);
    }

    /// <summary>After the loop has ended.</summary>
    public void Dispose()
    {
        _wake.Dispose();
        _memory.Dispose();
    }

    private bool TryFind(SettledKeys keys, ReadOnlySpan<char> key, out SettledEntry entry)
    {
        entry = keys.TryFind(key, out var slot) ? new SettledEntry(_memory, slot) : default;
        return slot.Length > 0;
    }

    private SettledKeys Table(TransactionKind kind) => kind is TransactionKind.InviteClient or TransactionKind.NonInviteClient ? _clients : _servers;

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _time.TimestampFrequency);

    private SettledLane Lane(TimeSpan delay)
    {
        foreach (var lane in _lanes)
            if (lane.Delay == delay)
                return lane;
        var added = new SettledLane(_memory, delay);
        _lanes.Add(added);
        return added;
    }

    private void Arm(long due)
    {
        _armedFor = due;
        double seconds = Math.Max(0, due - _time.GetTimestamp()) / (double)_time.TimestampFrequency;
        // Timers of the runtime count whole milliseconds; rounding up keeps us from waking just before the time.
        _wake.Change(TimeSpan.FromMilliseconds(Math.Ceiling(seconds * 1_000)), Timeout.InfiniteTimeSpan);
    }
}
