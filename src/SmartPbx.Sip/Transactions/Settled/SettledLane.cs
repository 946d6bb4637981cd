namespace SmartPbx.Sip.Transactions.Settled;

/// <summary>What waits for the same time. Whoever comes last is due last, so it is written at the end and dropped from the beginning.</summary>
internal sealed class SettledLane(SettledMemory memory, TimeSpan delay)
{
    private readonly Queue<SettledChunk> _chunks = [];
    private SettledChunk? _last;

    public TimeSpan Delay => delay;

    /// <summary>Room for one more, behind all others.</summary>
    public SettledSlot Append(int length)
    {
        if (_last is null || _last.Length - _last.Written < length)
            _chunks.Enqueue(_last = memory.Rent(length));
        var slot = new SettledSlot(_last.Number, _last.Written, length);
        _last.Written += length;
        return slot;
    }

    /// <summary>The one that is due first, with the rest of its chunk behind it.</summary>
    public bool TryPeek(out SettledSlot first)
    {
        while (_chunks.TryPeek(out var chunk))
        {
            first = new SettledSlot(chunk.Number, chunk.Passed, chunk.Written - chunk.Passed);
            if (first.Length > 0)
                return true;
            if (_chunks.Count == 1)
                _last = null;
            memory.Return(_chunks.Dequeue());
        }
        first = default;
        return false;
    }

    /// <summary>Drops the one that <see cref="TryPeek"/> gave.</summary>
    public void Drop(int length) => _chunks.Peek().Passed += length;
}
