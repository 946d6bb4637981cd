using SmartPbx.MediaEdge.Legs;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>
/// The timers of one call, some of them one per leg; they only post to its mailbox. A timer started again or stopped makes its earlier tick void.
/// </summary>
internal sealed class CallTimers(CallMailbox mailbox, TimeProvider clock) : IDisposable
{
    private readonly Dictionary<(CallTimer, LegSide), (ITimer Timer, int Generation)> _running = [];
    private int _generation;

    public void Start(CallTimer timer, TimeSpan after, LegSide side = LegSide.Caller)
    {
        Stop(timer, side);
        var generation = ++_generation;
        _running[(timer, side)] = (clock.CreateTimer(_ => mailbox.TryPost(new CallInput.Elapsed(timer, generation, side)), null, after, Timeout.InfiniteTimeSpan), generation);
    }

    public void Stop(CallTimer timer, LegSide side = LegSide.Caller)
    {
        if (_running.Remove((timer, side), out var stopped)) stopped.Timer.Dispose();
    }

    public bool IsRunning(CallTimer timer, LegSide side = LegSide.Caller) => _running.ContainsKey((timer, side));

    /// <summary>Whether this tick is of the timer as it was last started.</summary>
    public bool IsCurrent(CallInput.Elapsed tick) => _running.TryGetValue((tick.Timer, tick.Side), out var running) && running.Generation == tick.Generation;

    public void Dispose()
    {
        foreach (var (timer, _) in _running.Values) timer.Dispose();
        _running.Clear();
    }
}
