using System.Net;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Transport;

/// <summary>Where a transport puts what it received. Thread-safe, and returns at once.</summary>
public interface ISipTransportSink
{
    /// <summary>
    /// Copies the bytes of one message; <c>false</c> when the loop is too far behind: a datagram is lost, a connection waits and tries again.
    /// </summary>
    bool Deliver(ReadOnlySpan<byte> message, SipFlow flow);

    /// <summary>As <see cref="Deliver"/>, from a thread that goes on to <see cref="Continue"/>: until then nobody is told of the message, only the stack does what it must.</summary>
    bool DeliverFirst(ReadOnlySpan<byte> message, SipFlow flow);

    /// <summary>Tells one user of one message, and does what follows. <c>false</c>: nothing is left to tell, or others do it.</summary>
    bool Continue();

    /// <summary>The start of a message whose end cannot be found, so that the connection closes after it: it is answered where it may.</summary>
    void Refuse(ReadOnlySpan<byte> message, SipParseErrorCode error, SipFlow flow);

    /// <summary>A connection is over, or could not be opened: nothing sent through it can be relied on.</summary>
    void Lose(SipFlow flow);

    /// <summary>Whether this address is somebody's (<see cref="ISipGate.IsKnown"/>).</summary>
    bool IsKnown(IPAddress address);

    /// <summary>A receive failed in a way that the transport survived; for counting.</summary>
    void Fault(Exception exception);
}
