namespace SmartPbx.Sip.Transactions;

/// <summary>The timers of one delay. Whoever starts last is due last, so a list that grows at its end is in order by itself.</summary>
internal sealed class TimerLane(TimeSpan delay)
{
    private TransactionTimer? _last;

    public TimeSpan Delay => delay;

    /// <summary>The next one due.</summary>
    public TransactionTimer? First { get; private set; }

    public void Add(TransactionTimer timer)
    {
        timer.Earlier = _last;
        if (_last is null)
            First = timer;
        else
            _last.Later = timer;
        _last = timer;
    }

    public void Remove(TransactionTimer timer)
    {
        if (timer.Earlier is null)
            First = timer.Later;
        else
            timer.Earlier.Later = timer.Later;
        if (timer.Later is null)
            _last = timer.Earlier;
        else
            timer.Later.Earlier = timer.Earlier;
    }
}
