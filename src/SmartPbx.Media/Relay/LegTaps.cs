namespace SmartPbx.Media.Relay;

/// <summary>Who listens to the two sides of one leg. Relay thread only.</summary>
internal sealed class LegTaps(MediaCounters counters)
{
    public SideTaps Inbound { get; } = new(counters);

    public SideTaps Outbound { get; } = new(counters);

    /// <summary>Whether frames are due every 20 ms.</summary>
    public bool NeedTicks => Inbound.NeedsTicks || Outbound.NeedsTicks;

    public SideTaps Of(TapSide side) => side == TapSide.Inbound ? Inbound : Outbound;

    public void Tick(long positionSamples, long now)
    {
        Inbound.Tick(positionSamples, now);
        Outbound.Tick(positionSamples, now);
    }

    public void Close()
    {
        Inbound.Close();
        Outbound.Close();
    }
}
