namespace SmartPbx.Sip.SessionTimers;

/// <summary>What was agreed for one dialog, and what follows for its clock (RFC 4028 §10).</summary>
/// <param name="Interval">Session interval.</param>
/// <param name="WeRefresh">Whether refreshing is ours.</param>
/// <param name="Expires">Whether the session ends without a refresh. False for a peer that knows no timers: then our refreshes only find out whether it lives.</param>
public readonly record struct SessionTimer(TimeSpan Interval, bool WeRefresh, bool Expires)
{
    private static readonly TimeSpan _mostMargin = TimeSpan.FromSeconds(32);
    private const int RetriesPerInterval = 8;

    /// <summary>"It is RECOMMENDED that [refreshes] be sent once half the session interval has elapsed."</summary>
    public TimeSpan RefreshAfter => Interval / 2;

    /// <summary>A refresh that was refused is tried again so much later.</summary>
    public TimeSpan RetryAfter => Interval / RetriesPerInterval;

    /// <summary>"The BYE SHOULD be sent [...] the minimum of 32 seconds and one third of the session interval" before the end.</summary>
    public TimeSpan ExpireAfter => Interval - (Interval / 3 < _mostMargin ? Interval / 3 : _mostMargin);
}
