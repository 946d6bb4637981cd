namespace SmartPbx.MediaEdge.Calls;

/// <summary>The timers of one call; they only post to its mailbox. A timer started again or stopped makes its earlier tick void.</summary>
internal sealed class CallTimers(CallMailbox mailbox, TimeProvider clock) : IDisposable
{
    private readonly Dictionary<CallTimer, (ITimer Timer, int Generation)> _running = [];
    private int _generation;

    public void Start(CallTimer timer, TimeSpan after)
    {
        Stop(timer);
        var generation = ++_generation;
        _running[timer] = (clock.CreateTimer(_ => mailbox.TryPost(new CallInput.Elapsed(timer, generation)), null, after, Timeout.InfiniteTimeSpan), generation);
    }

    public void Stop(CallTimer timer)
    {
        if (_running.Remove(timer, out var stopped)) stopped.Timer.Dispose();
    }

    /// <summary>Whether this tick is of the timer as it was last started.</summary>
    public bool IsCurrent(CallInput.Elapsed tick) => _running.TryGetValue(tick.Timer, out var running) && running.Generation == tick.Generation;

    public void Dispose()
    {
        foreach (var (timer, _) in _running.Values) timer.Dispose();
        _running.Clear();
    }
}
