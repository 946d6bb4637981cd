namespace SmartPbx.MediaEdge.Admission;

/// <summary>Token buckets by key, one second deep. Bounded: at the limit the stalest half is forgotten.</summary>
public sealed class RateLimit<TKey>(TimeProvider clock) where TKey : notnull
{
    /// <summary>Keys remembered at once.</summary>
    public const int MaxKeys = 50_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Bucket> _buckets = [];

    /// <summary>Takes one token; false when this key has used up its <paramref name="perSecond"/>.</summary>
    public bool TryTake(TKey key, int perSecond)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            if (!_buckets.TryGetValue(key, out var bucket))
            {
                if (_buckets.Count >= MaxKeys) Forget();
                bucket = new Bucket(perSecond, now);
            }
            var filled = Math.Min(perSecond, bucket.Tokens + clock.GetElapsedTime(bucket.At, now).TotalSeconds * perSecond);
            var taken = filled >= 1;
            _buckets[key] = new Bucket(taken ? filled - 1 : filled, now);
            return taken;
        }
    }

    private void Forget()
    {
        foreach (var stale in _buckets.OrderBy(b => b.Value.At).Take(MaxKeys / 2).Select(b => b.Key).ToList()) _buckets.Remove(stale);
    }

    private readonly record struct Bucket(double Tokens, long At);
}
