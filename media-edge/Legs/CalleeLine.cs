using SmartPbx.MediaEdge.Trunks;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>What a fork to a carrier holds besides its dialog: the way it went, the channel it has, and the ways that are left.</summary>
internal sealed class CalleeLine(TrunkWay way, IReadOnlyList<TrunkWay> left, IDisposable channel)
{
    public TrunkWay Way => way;

    public IReadOnlyList<TrunkWay> Left => left;

    /// <summary>The channel is free again. Any number of times.</summary>
    public void Free() => channel.Dispose();

    /// <summary>The way did not take the call: the trunk learns why. Null: no answer came.</summary>
    public void Failed(SipResponse? refusal)
    {
        Free();
        way.Board.Report(way, refusal);
    }
}
