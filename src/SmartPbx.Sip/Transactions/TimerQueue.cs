namespace SmartPbx.Sip.Transactions;

/// <summary>
/// The timers of all transactions, woken by one timer of the <see cref="TimeProvider"/>. Owned by the loop. RFC 3261 knows a handful of delays (table 4), so
/// each has a lane of its own: starting and cancelling cost the same however many run. The long ones come in batches: at a thousand calls a second something
/// ends in every millisecond, and no peer can tell.
/// </summary>
internal sealed class TimerQueue : IDisposable
{
    /// <summary>Timers of seconds are due at multiples of this.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(100);

    /// <summary>The runtime's timers go by a clock that is behind by up to a tick of the kernel: what is due so soon counts as due, or each would be woken for several times.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan LongDelay = TimeSpan.FromSeconds(4);

    /// <summary>Timers at rest that are kept for the next: what some seconds of calls start.</summary>
    private const int MaxIdle = 4_096;

    private readonly List<TimerLane> _lanes = [];
    private readonly Stack<TransactionTimer> _idle = [];
    private readonly TimeProvider _time;
    private readonly ITimer _wake;
    private long _armedFor = long.MaxValue;

    /// <param name="time">Clock.</param>
    /// <param name="wake">Called from any thread when something is due; must make the loop call <see cref="TryTake"/>.</param>
    public TimerQueue(TimeProvider time, Action wake)
    {
        _time = time;
        _wake = time.CreateTimer(_ => wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(TransactionRecord transaction, TransactionInput input, TimeSpan delay)
    {
        long due = _time.GetTimestamp() + Ticks(delay);
        if (delay >= LongDelay)
            due = (due + Ticks(Grain) - 1) / Ticks(Grain) * Ticks(Grain);
        var timer = _idle.TryPop(out var idle) ? idle : new TransactionTimer();
        (timer.Transaction, timer.Input, timer.Due, timer.Lane, timer.Older) = (transaction, input, due, Lane(delay), transaction.Timers);
        transaction.Timers = timer;
        timer.Lane.Add(timer);
        if (due < _armedFor)
            Arm(due);
    }

    /// <summary>Cancels all timers of a transaction.</summary>
    public void Cancel(TransactionRecord transaction)
    {
        while (transaction.Timers is { } timer)
        {
            transaction.Timers = timer.Older;
            Stop(timer);
        }
    }

    /// <summary>Takes the next timer that is due.</summary>
    public bool TryTake(out TransactionRecord transaction, out TransactionInput input)
    {
        var next = Next();
        if (next is not null && next.Due <= _time.GetTimestamp() + Ticks(Tolerance))
        {
            (transaction, input) = (next.Transaction, next.Input);
            Forget(next);
            Stop(next);
            return true;
        }
        _armedFor = long.MaxValue;
        if (next is not null)
            Arm(next.Due);
        (transaction, input) = (null!, default);
        return false;
    }

    public void Dispose() => _wake.Dispose();

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _time.TimestampFrequency);

    private TransactionTimer? Next()
    {
        TransactionTimer? next = null;
        foreach (var lane in _lanes)
            if (lane.First is { } first && (next is null || first.Due < next.Due))
                next = first;
        return next;
    }

    private TimerLane Lane(TimeSpan delay)
    {
        foreach (var lane in _lanes)
            if (lane.Delay == delay)
                return lane;
        var added = new TimerLane(delay);
        _lanes.Add(added);
        return added;
    }

    // A transaction has three at most.
    private static void Forget(TransactionTimer taken)
    {
        var transaction = taken.Transaction;
        if (transaction.Timers == taken)
        {
            transaction.Timers = taken.Older;
            return;
        }
        for (var timer = transaction.Timers; timer is not null; timer = timer.Older)
            if (timer.Older == taken)
                timer.Older = taken.Older;
    }

    private void Stop(TransactionTimer timer)
    {
        timer.Lane.Remove(timer);
        (timer.Transaction, timer.Earlier, timer.Later, timer.Older) = (null!, null, null, null);
        if (_idle.Count < MaxIdle)
            _idle.Push(timer);
    }

    private void Arm(long due)
    {
        _armedFor = due;
        double seconds = Math.Max(0, due - _time.GetTimestamp()) / (double)_time.TimestampFrequency;
        // Timers of the runtime count whole milliseconds; rounding up keeps us from waking just before the time.
        _wake.Change(TimeSpan.FromMilliseconds(Math.Ceiling(seconds * 1_000)), Timeout.InfiniteTimeSpan);
    }
}
