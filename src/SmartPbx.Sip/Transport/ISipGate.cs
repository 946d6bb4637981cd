using System.Net;

namespace SmartPbx.Sip.Transport;

/// <summary>The door in front of the stack, asked before anything is parsed or queued. Called from any thread; must not block.</summary>
public interface ISipGate
{
    /// <summary>Whether this message may come in. The bytes are valid only during the call.</summary>
    bool MayEnter(ReadOnlySpan<byte> message, SipFlow flow);

    /// <summary>Whether this address is somebody's; connections of strangers are held to the narrower limits.</summary>
    bool IsKnown(IPAddress address);
}
