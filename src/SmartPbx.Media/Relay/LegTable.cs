namespace SmartPbx.Media.Relay;

/// <summary>The legs of one relay thread, which alone touches it. The order means nothing, so that who leaves makes room for the last.</summary>
internal sealed class LegTable
{
    private const int SweepTicks = 10; // a leg that only relays is looked at every 200 ms

    private readonly List<LegState> _legs = [];
    private readonly List<LegState> _busy = []; // those that need every tick

    public int Count => _legs.Count;

    public LegState Last => _legs[^1];

    public void Add(LegState leg)
    {
        leg.Slot = _legs.Count;
        _legs.Add(leg);
    }

    public void Remove(LegState leg)
    {
        SetBusy(leg, false);
        LegState last = _legs[^1];
        (_legs[leg.Slot], last.Slot) = (last, leg.Slot);
        _legs.RemoveAt(_legs.Count - 1);
    }

    /// <summary>Whether the leg needs every tick from now on.</summary>
    public void SetBusy(LegState leg, bool isBusy)
    {
        if (isBusy == leg.BusySlot >= 0) return;
        if (isBusy)
        {
            leg.BusySlot = _busy.Count;
            _busy.Add(leg);
            return;
        }
        LegState last = _busy[^1];
        (_busy[leg.BusySlot], last.BusySlot) = (last, leg.BusySlot);
        _busy.RemoveAt(_busy.Count - 1);
        leg.BusySlot = -1;
    }

    // A leg that plays or is tapped needs every tick. One that only relays has nothing but its timeouts, so its turn comes with the sweep.
    public void Tick(long tick, long now)
    {
        for (int i = 0; i < _busy.Count; i++) _busy[i].Tick(tick, now);
        for (int i = (int)(tick % SweepTicks); i < _legs.Count; i += SweepTicks) _legs[i].Sweep(now);
    }
}
