namespace SmartPbx.Media.Relay;

/// <summary>
/// When the next RTCP report is due: every five seconds on average, spread by half of that to either side so that sessions don't fall into step, the
/// first after half the time (RFC 3550 sections 6.2 and 6.3.1). In ticks of 20 ms; no allocation.
/// </summary>
internal sealed class ReportTimer(uint seed)
{
    private const int MeanTicks = 250;

    private uint _state = seed;
    private long _dueAt = -1;

    public bool IsDue(long tick)
    {
        if (_dueAt < 0) _dueAt = tick + Spread() / 2;
        if (tick < _dueAt) return false;
        _dueAt = tick + Spread();
        return true;
    }

    private int Spread()
    {
        _state = _state * 1_664_525 + 1_013_904_223;
        return MeanTicks / 2 + (int)(_state >> 16) * MeanTicks / 65_536;
    }
}
