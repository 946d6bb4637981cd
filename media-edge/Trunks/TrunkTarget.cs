using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Trunks;

/// <summary>One target of a trunk while the edge runs. Thread-safe.</summary>
public sealed class TrunkTarget(SipUri uri)
{
    private readonly Lock _gate = new();
    private TargetHealth _health = TargetHealth.Good;
    private IReadOnlyList<SipFlow> _flows = [];

    public SipUri Uri => uri;

    /// <summary>Where it is (RFC 3263), best first; empty until it was found.</summary>
    public IReadOnlyList<SipFlow> Flows
    {
        get => Volatile.Read(ref _flows);
        set => Volatile.Write(ref _flows, value);
    }

    public TargetHealth Health
    {
        get { lock (_gate) return _health; }
    }

    /// <summary>Takes an observation; true when it came up or went down by it.</summary>
    public bool Observe(bool answered)
    {
        lock (_gate)
        {
            var before = _health.IsUp;
            _health = _health.After(answered);
            return _health.IsUp != before;
        }
    }

    public void Rest(DateTimeOffset until)
    {
        lock (_gate) _health = _health.Resting(until);
    }
}
