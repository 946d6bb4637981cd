namespace SmartPbx.Bench.Capacity;

/// <summary>
/// Finds the greatest load that holds, in a bounded number of trials: grows by half until one fails, then halves the gap down to a step. A load
/// fails when it failed twice, so that one hiccup of the machine decides nothing.
/// </summary>
internal sealed class CapacitySearch(int first, int max, int step)
{
    private int? _failing;
    private int _failedOnce;

    /// <summary>What to try next.</summary>
    public int Next { get; private set; } = Math.Min(first, max);

    /// <summary>The greatest that held; 0 when none did.</summary>
    public int Best { get; private set; }

    public bool IsDone { get; private set; }

    /// <summary>The search ended because nothing greater was to be tried, not because anything failed.</summary>
    public bool IsOpenEnded => IsDone && _failing is null;

    public void Tell(bool held)
    {
        if (held) Best = Next;
        else if (_failedOnce != Next)
        {
            _failedOnce = Next;
            return;
        }
        else _failing = Next;
        Next = _failing is { } failing ? Round((Best + failing) / 2) : Math.Min(max, Round(Best * 3 / 2));
        IsDone = Next <= Best || Next == _failing;
    }

    private int Round(int load) => load / step * step;
}
