using SmartPbx.Media.Detection;

namespace SmartPbx.Media.Relay;

/// <summary>Boundary between the relay and the owner's event handler: whatever that throws is counted and stays there.</summary>
internal sealed class LegEvents(IMediaEvents events, MediaCounters counters)
{
    public MediaLeg? Leg { get; set; }

    public void FirstPacket() => Raise(static (events, leg, _) => events.OnFirstPacket(leg), default);

    public void Dtmf(DtmfDigit digit) => Raise(static (events, leg, digit) => events.OnDtmf(leg, digit.Digit, digit.DurationMs), digit);

    public void MediaTimeout() => Raise(static (events, leg, _) => events.OnMediaTimeout(leg), default);

    private void Raise(Action<IMediaEvents, MediaLeg, DtmfDigit> callback, DtmfDigit digit)
    {
        try
        {
            callback(events, Leg!, digit);
        }
        catch (Exception) // boundary: a listener that throws must not end the thread of all legs
        {
            counters.FailedEvents++;
        }
    }
}
