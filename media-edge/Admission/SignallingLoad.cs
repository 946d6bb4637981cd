using SmartPbx.Sip;

namespace SmartPbx.MediaEdge.Admission;

/// <summary>Whether SIP messages wait longer and longer because there is more work than time: then new calls are refused, so that the live ones are served.</summary>
public sealed class SignallingLoad(TimeProvider clock)
{
    private readonly StandingDelay _unread = new(clock);
    private readonly StandingDelay _untold = new(clock);

    /// <summary>Something has waited there so long before its time came.</summary>
    public void Observe(SipBacklog where, TimeSpan waited) => (where == SipBacklog.Socket ? _unread : _untold).Observe(waited);

    public bool IsTooMuch => _unread.Stands || _untold.Stands;
}
