using SmartPbx.Media.Detection;

namespace SmartPbx.Media.Relay;

/// <summary>Boundary between the relay and the owner's event handler: whatever that throws is counted and stays there.</summary>
internal sealed class LegEvents(IMediaEvents events, MediaCounters counters)
{
    public MediaLeg? Leg { get; set; }

    public void FirstPacket()
    {
        try
        {
            events.OnFirstPacket(Leg!);
        }
        catch (Exception)
        {
            counters.FailedEvents++;
        }
    }

    public void Dtmf(DtmfDigit digit)
    {
        try
        {
            events.OnDtmf(Leg!, digit.Digit, digit.DurationMs);
        }
        catch (Exception)
        {
            counters.FailedEvents++;
        }
    }

    public void MediaTimeout()
    {
        try
        {
            events.OnMediaTimeout(Leg!);
        }
        catch (Exception)
        {
            counters.FailedEvents++;
        }
    }
}
