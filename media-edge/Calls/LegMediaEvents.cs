using SmartPbx.Media.Relay;
using SmartPbx.MediaEdge.Legs;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>The relay thread's way into the mailbox of the call that a leg is in now. A leg without a seat says nothing: its silence ends no call.</summary>
internal sealed class LegMediaEvents : IMediaEvents
{
    private volatile Place? _place;

    /// <summary>From now on the leg is this side of this call.</summary>
    public void Seat(LegSide side, CallMailbox mailbox) => _place = new Place(side, mailbox);

    /// <summary>The leg has left its seat.</summary>
    public void Unseat() => _place = null;

    public void OnFirstPacket(MediaLeg leg) { }

    public void OnDtmf(MediaLeg leg, char digit, int durationMs)
    {
        if (_place is { } place) place.Mailbox.TryPost(new CallInput.Digit(place.Side, new PressedKey(digit, durationMs)));
    }

    public void OnMediaTimeout(MediaLeg leg)
    {
        if (_place is { } place) place.Mailbox.TryPost(new CallInput.MediaLost(place.Side));
    }

    private sealed record Place(LegSide Side, CallMailbox Mailbox);
}
