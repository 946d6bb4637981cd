using System.Net;

namespace SmartPbx.Sip;

/// <summary>Sees every message that crosses the transport, for ladders and capture. Called on the loop; must not block.</summary>
public interface ISipTrace
{
    /// <summary>The bytes are valid only during the call.</summary>
    void OnReceived(IPEndPoint source, ReadOnlySpan<byte> message);

    /// <inheritdoc cref="OnReceived"/>
    void OnSent(IPEndPoint destination, ReadOnlySpan<byte> message);
}
