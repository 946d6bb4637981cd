using SmartPbx.Media.Recording;

namespace SmartPbx.Media.Relay;

/// <summary>Who listens to the two sides of one leg; <paramref name="changed"/> is told of each who comes or goes. Relay thread only.</summary>
internal sealed class LegTaps(MediaCounters counters, Action changed)
{
    public SideTaps Inbound { get; } = new(counters);

    public SideTaps Outbound { get; } = new(counters);

    /// <summary>Whether frames are due every 20 ms.</summary>
    public bool NeedTicks => Inbound.NeedsTicks || Outbound.NeedsTicks;

    public void Add(AudioTap tap)
    {
        Of(tap.Side).Add(tap);
        changed();
    }

    public void Add(PacketTap tap)
    {
        Of(tap.Side).Add(tap);
        changed();
    }

    public void Remove(AudioTap tap)
    {
        Of(tap.Side).Remove(tap);
        changed();
    }

    public void Remove(PacketTap tap)
    {
        Of(tap.Side).Remove(tap);
        changed();
    }

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

    private SideTaps Of(TapSide side) => side == TapSide.Inbound ? Inbound : Outbound;
}
