using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Admission;

/// <summary>Whether SIP messages wait longer and longer because there is more work than time: then new calls are refused, so that the live ones are served.</summary>
public sealed class SignallingLoad(TimeProvider clock)
{
    private readonly StandingDelay _datagrams = new(clock);
    private readonly StandingDelay _streams = new(clock);

    /// <summary>A message of this transport has waited so long before it was handled.</summary>
    public void Observe(SipTransportKind transport, TimeSpan waited) => (transport == SipTransportKind.Udp ? _datagrams : _streams).Observe(waited);

    public bool IsTooMuch => _datagrams.Stands || _streams.Stands;
}
