using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Trunks;

/// <summary>One way out: a trunk, one of its targets, one address of that.</summary>
public sealed record TrunkWay(TrunkBoard Board, TrunkState State, TrunkTarget Target, SipFlow Flow, OutboundLeg Leg)
{
    /// <summary>Takes a channel of the trunk until it is disposed; false: none is free, or too many calls began this second.</summary>
    public bool TryOpen(out IDisposable channel) => Board.TryOpen(this, out channel);
}
