namespace SmartPbx.MediaEdge.Admission;

/// <summary>
/// Tells a burst, whose queue is gone after a moment, from more work than there is time for: the delay of messages that never falls below a target within an interval
/// (the idea of CoDel, RFC 8289 §3.2). From its first quick message on, the queue stands no more. Written by the thread that reads messages.
/// </summary>
public sealed class StandingDelay(TimeProvider clock)
{
    /// <summary>A message that waited so long or less is no sign of anything: a collection or a busy disk holds it up as well.</summary>
    public static readonly TimeSpan Target = TimeSpan.FromMilliseconds(50);

    /// <summary>How long all must have waited longer. Well below T1, after which peers repeat what was not answered and make it worse (RFC 3261 §17.1.1.2).</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>A queue of which nothing was heard for so long is empty.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(1);

    private long _slowSince;
    private long _lastSlow;

    /// <summary>A message has waited so long.</summary>
    public void Observe(TimeSpan waited)
    {
        if (waited <= Target)
        {
            Volatile.Write(ref _slowSince, 0);
            return;
        }
        var now = clock.GetTimestamp();
        Volatile.Write(ref _lastSlow, now);
        if (_slowSince == 0) Volatile.Write(ref _slowSince, now);
    }

    /// <summary>Whether more comes than is handled.</summary>
    public bool Stands
    {
        get
        {
            var since = Volatile.Read(ref _slowSince);
            return since != 0 && clock.GetElapsedTime(since) > Interval && clock.GetElapsedTime(Volatile.Read(ref _lastSlow)) < Memory;
        }
    }
}
