using SmartPbx.Domain.Identity;
using SmartPbx.Media.Relay;
using SmartPbx.MediaEdge.Legs;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>The relay thread's way into the mailbox of the call that a leg is in now. A leg without a seat says nothing: its silence ends no call.</summary>
internal sealed class LegMediaEvents : IMediaEvents
{
    private volatile Place? _place;

    /// <summary>From now on the leg is this side of this call.</summary>
    public void Seat(LegSide side, CallMailbox mailbox) =>
        _place = new Place(mailbox, key => new CallInput.Digit(side, key), () => new CallInput.MediaLost(side));

    /// <summary>The leg is a supervisor's.</summary>
    public void SeatSupervisor(SupervisionId supervision, CallMailbox mailbox) =>
        _place = new Place(mailbox, key => new CallInput.SupervisorKey(supervision, key), () => new CallInput.SupervisorLost(supervision));

    /// <summary>The leg has left its seat.</summary>
    public void Unseat() => _place = null;

    public void OnFirstPacket(MediaLeg leg) { }

    public void OnDtmf(MediaLeg leg, char digit, int durationMs)
    {
        if (_place is { } place) place.Mailbox.TryPost(place.Key(new PressedKey(digit, durationMs)));
    }

    public void OnMediaTimeout(MediaLeg leg)
    {
        if (_place is { } place) place.Mailbox.TryPost(place.Lost());
    }

    private sealed record Place(CallMailbox Mailbox, Func<PressedKey, CallInput> Key, Func<CallInput> Lost);
}
