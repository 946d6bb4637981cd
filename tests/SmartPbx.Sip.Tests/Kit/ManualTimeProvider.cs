namespace SmartPbx.Sip.Tests.Kit;

/// <summary>A clock that moves only by <see cref="Advance"/>, firing timers on the caller's thread in order of their time.</summary>
internal sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (_lock)
            _timers.Add(timer);
        return timer;
    }

    /// <summary>Time until the next timer, or <c>null</c>.</summary>
    public TimeSpan? UntilNext()
    {
        lock (_lock)
        {
            var due = _timers.Where(timer => timer.Due is not null).Select(timer => timer.Due!.Value).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
            return due == DateTimeOffset.MaxValue ? null : due <= _now ? TimeSpan.Zero : due - _now;
        }
    }

    public void Advance(TimeSpan time)
    {
        List<ManualTimer> fired;
        lock (_lock)
        {
            _now += time;
            fired = _timers.Where(timer => timer.Due <= _now).OrderBy(timer => timer.Due).ToList();
            fired.ForEach(timer => timer.Due = null);
        }
        fired.ForEach(timer => timer.Callback());
    }

    private sealed class ManualTimer(ManualTimeProvider clock, Action callback) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public Action Callback => callback;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
            return true;
        }

        public void Dispose()
        {
            lock (clock._lock)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
