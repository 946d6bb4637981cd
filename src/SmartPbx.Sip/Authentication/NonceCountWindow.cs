namespace SmartPbx.Sip.Authentication;

/// <summary>
/// Remembers which nonce counts were used: per nonce the highest and the 63 below it, as packets may overtake one another. Bounded:
/// when full, the oldest nonce is forgotten, and nonces not younger than a forgotten one are no longer taken, so forgetting never
/// opens a replay. Thread-safe.
/// </summary>
internal sealed class NonceCountWindow(int maxNonces)
{
    private const int WindowBits = 64;

    private readonly Dictionary<string, (uint Highest, ulong Seen)> _counts = [];
    private readonly PriorityQueue<string, DateTimeOffset> _byAge = new();
    private readonly Lock _lock = new();
    private DateTimeOffset _forgottenUpTo = DateTimeOffset.MinValue;

    /// <summary>Ok for a fresh count, Replayed for a used one, Stale when the nonce may have been forgotten.</summary>
    public DigestResult Use(string nonce, DateTimeOffset created, uint count, DateTimeOffset expired)
    {
        lock (_lock)
        {
            Forget(expired);
            if (_counts.TryGetValue(nonce, out var entry))
                return UseAgain(nonce, entry.Highest, entry.Seen, count);
            if (created <= _forgottenUpTo)
                return DigestResult.Stale;
            _counts.Add(nonce, (count, 1));
            _byAge.Enqueue(nonce, created);
            return DigestResult.Ok;
        }
    }

    private DigestResult UseAgain(string nonce, uint highest, ulong seen, uint count)
    {
        if (count > highest)
        {
            uint shift = count - highest;
            _counts[nonce] = (count, shift >= WindowBits ? 1 : (seen << (int)shift) | 1);
            return DigestResult.Ok;
        }
        uint age = highest - count;
        if (age >= WindowBits || (seen & (1UL << (int)age)) != 0)
            return DigestResult.Replayed;
        _counts[nonce] = (highest, seen | (1UL << (int)age));
        return DigestResult.Ok;
    }

    private void Forget(DateTimeOffset expired)
    {
        while (_byAge.TryPeek(out string? oldest, out var created) && (created < expired || _counts.Count >= maxNonces))
        {
            _byAge.Dequeue();
            _counts.Remove(oldest);
            if (created > _forgottenUpTo)
                _forgottenUpTo = created;
        }
    }
}
