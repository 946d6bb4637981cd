using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Resolution;

/// <summary>What a URI says of its transport.</summary>
internal static class TransportParameter
{
    /// <summary>
    /// The transport that scheme and <c>transport</c> parameter ask for, <c>null</c> when they leave it open; <c>false</c> when it is one that we have
    /// not, or <c>sips:</c> over UDP, which cannot be.
    /// </summary>
    public static bool TryRead(SipUri uri, out SipTransportKind? kind)
    {
        bool isSecure = uri.Scheme == "sips";
        kind = uri.Parameters["transport"]?.ToLowerInvariant() switch
        {
            null => null,
            "udp" => isSecure ? null : SipTransportKind.Udp,
            "tcp" => isSecure ? SipTransportKind.Tls : SipTransportKind.Tcp, // RFC 3261 §26.2.2: TLS is what runs over it
            "tls" => SipTransportKind.Tls, // deprecated by RFC 3261 §26.2.2, and what most peers write
            "ws" => isSecure ? SipTransportKind.SecureWebSocket : SipTransportKind.WebSocket,
            "wss" => SipTransportKind.SecureWebSocket,
            _ => null,
        };
        return uri.IsSip && (kind is not null || !uri.Parameters.Has("transport"));
    }
}
