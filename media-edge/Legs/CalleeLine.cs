using SmartPbx.MediaEdge.Trunks;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>
/// What a fork to a carrier holds besides its dialog: the way it went, the channel it has, the leave of the toll-fraud guard (null: an emergency), and the ways
/// that are left.
/// </summary>
internal sealed class CalleeLine(TrunkWay way, IReadOnlyList<TrunkWay> left, IDisposable channel, IDisposable? permit) : IDisposable
{
    private IDisposable? _permit = permit;

    public TrunkWay Way => way;

    /// <summary>
    /// The ways left after a failure. An address that gave no answer gives none by another trunk either (RFC 3263 §4.3); one that refused may take another
    /// trunk's credentials.
    /// </summary>
    public IReadOnlyList<TrunkWay> LeftAfter(SipResponse? refusal) => refusal is null ? [.. left.Where(next => next.Flow != way.Flow)] : left;

    /// <summary>The leave goes on to the next way.</summary>
    public IDisposable? TakePermit()
    {
        var taken = _permit;
        _permit = null;
        return taken;
    }

    /// <summary>Channel and leave are free again. Any number of times.</summary>
    public void Dispose()
    {
        channel.Dispose();
        _permit?.Dispose();
    }

    /// <summary>The way did not take the call: the trunk learns why. Null: no answer came.</summary>
    public void Failed(SipResponse? refusal)
    {
        channel.Dispose();
        way.Board.Report(way, refusal);
    }
}
