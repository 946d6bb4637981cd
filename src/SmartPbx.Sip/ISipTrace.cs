using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip;

/// <summary>Sees every message that crosses the transport, for ladders and capture. Called on the loop; must not block.</summary>
public interface ISipTrace
{
    /// <summary>The bytes are valid only during the call.</summary>
    void OnReceived(SipFlow source, ReadOnlySpan<byte> message);

    /// <inheritdoc cref="OnReceived"/>
    void OnSent(SipFlow destination, ReadOnlySpan<byte> message);
}
