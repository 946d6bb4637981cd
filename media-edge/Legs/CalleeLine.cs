using SmartPbx.MediaEdge.Trunks;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>What a fork to a carrier holds besides its dialog: the way it went, the channel it has, and the ways that are left.</summary>
internal sealed class CalleeLine(TrunkWay way, IReadOnlyList<TrunkWay> left, IDisposable channel) : IDisposable
{
    public TrunkWay Way => way;

    /// <summary>
    /// The ways left after a failure. An address that gave no answer gives none by another trunk either (RFC 3263 §4.3); one that refused may take another
    /// trunk's credentials.
    /// </summary>
    public IReadOnlyList<TrunkWay> LeftAfter(SipResponse? refusal) => refusal is null ? [.. left.Where(next => next.Flow != way.Flow)] : left;

    /// <summary>The channel is free again. Any number of times.</summary>
    public void Free() => channel.Dispose();

    /// <inheritdoc cref="Free"/>
    public void Dispose() => Free();

    /// <summary>The way did not take the call: the trunk learns why. Null: no answer came.</summary>
    public void Failed(SipResponse? refusal)
    {
        Free();
        way.Board.Report(way, refusal);
    }
}
