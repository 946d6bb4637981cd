namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>The real clock, which can be set forward: timers that fall due by that fire at once. Hours of a call pass in a moment, and what runs in real time goes on.</summary>
internal sealed class SkippingClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<SkippingTimer> _timers = [];
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return System.GetUtcNow() + _ahead;
    }

    public override long GetTimestamp()
    {
        lock (_gate) return System.GetTimestamp() + (long)(_ahead.TotalSeconds * System.TimestampFrequency);
    }

    public override long TimestampFrequency => System.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SkippingTimer(this, callback, state);
        lock (_gate) _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Skip(TimeSpan time)
    {
        SkippingTimer[] all;
        lock (_gate)
        {
            _ahead += time;
            all = [.. _timers];
        }
        foreach (var timer in all) timer.Rearm();
    }

    private sealed class SkippingTimer : ITimer
    {
        private readonly SkippingClock _clock;
        private readonly ITimer _real;
        private readonly Lock _gate = new();
        private DateTimeOffset? _due;
        private TimeSpan _period;

        public SkippingTimer(SkippingClock clock, TimerCallback callback, object? state)
        {
            _clock = clock;
            _real = System.CreateTimer(_ =>
            {
                lock (_gate) _due = _period > TimeSpan.Zero ? clock.GetUtcNow() + _period : null;
                Rearm();
                callback(state);
            }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate) (_due, _period) = (dueTime == Timeout.InfiniteTimeSpan ? null : _clock.GetUtcNow() + dueTime, period);
            return Rearm();
        }

        public bool Rearm()
        {
            lock (_gate)
            {
                if (_due is not { } due) return _real.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                var left = due - _clock.GetUtcNow();
                return _real.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }

        public void Dispose()
        {
            lock (_clock._gate) _clock._timers.Remove(this);
            _real.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
