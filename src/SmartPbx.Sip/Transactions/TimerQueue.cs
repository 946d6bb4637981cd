namespace SmartPbx.Sip.Transactions;

/// <summary>
/// The timers of all transactions, by due time, woken by one timer of the <see cref="TimeProvider"/>. Owned by the loop. Nothing is
/// cancelled: a timer that no longer matters meets a state that has no line for it.
/// </summary>
internal sealed class TimerQueue : IDisposable
{
    private readonly PriorityQueue<(Transaction Transaction, TransactionInput Timer), long> _queue = new();
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

    public void Add(Transaction transaction, TransactionInput timer, TimeSpan delay)
    {
        long due = _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);
        _queue.Enqueue((transaction, timer), due);
        Arm();
    }

    /// <summary>Takes the next timer that is due.</summary>
    public bool TryTake(out Transaction transaction, out TransactionInput timer)
    {
        if (_queue.TryPeek(out var item, out long due) && due <= _time.GetTimestamp())
        {
            _queue.Dequeue();
            (transaction, timer) = item;
            return true;
        }
        _armedFor = long.MaxValue;
        Arm();
        transaction = null!;
        timer = default;
        return false;
    }

    public void Dispose() => _wake.Dispose();

    private void Arm()
    {
        if (!_queue.TryPeek(out _, out long due) || due >= _armedFor)
            return;
        _armedFor = due;
        double seconds = Math.Max(0, due - _time.GetTimestamp()) / (double)_time.TimestampFrequency;
        // Timers of the runtime count whole milliseconds; rounding up keeps us from waking just before the time.
        _wake.Change(TimeSpan.FromMilliseconds(Math.Ceiling(seconds * 1_000)), Timeout.InfiniteTimeSpan);
    }
}
