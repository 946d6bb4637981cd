namespace SmartPbx.Sip.Transport;

/// <summary>Where a transport puts what it received.</summary>
public interface ISipTransportSink
{
    /// <summary>Copies the bytes and returns at once; drops them when the loop is too far behind.</summary>
    void Deliver(ReadOnlySpan<byte> message, SipFlow flow);

    /// <summary>A receive failed in a way that the transport survived; for counting.</summary>
    void Fault(Exception exception);
}
