namespace SmartPbx.Sip.Transport;

/// <summary>What differs between the transports, in one place.</summary>
public static class SipTransportKindRules
{
    private const int Port = 5060;
    private const int TlsPort = 5061;
    private const int WebPort = 80;
    private const int SecureWebPort = 443;

    /// <summary>Over reliable transports nothing is retransmitted and D, I, J and K are zero (RFC 3261 §17).</summary>
    public static bool IsReliable(this SipTransportKind kind) => kind != SipTransportKind.Udp;

    /// <summary>Whether the bytes are encrypted on this hop.</summary>
    public static bool IsSecure(this SipTransportKind kind) => kind is SipTransportKind.Tls or SipTransportKind.SecureWebSocket;

    /// <summary>The transport in Via (RFC 3261 §20.42, RFC 7118 §5.2).</summary>
    public static string ViaName(this SipTransportKind kind) => kind switch
    {
        SipTransportKind.Udp => "UDP",
        SipTransportKind.Tcp => "TCP",
        SipTransportKind.Tls => "TLS",
        SipTransportKind.WebSocket => "WS",
        _ => "WSS",
    };

    /// <summary>
    /// The <c>transport</c> parameter of a URI (RFC 3261 §19.1.1, RFC 7118 §5.3); <c>null</c> for UDP, the default of <c>sip:</c>. Both WebSocket
    /// kinds say <c>ws</c>.
    /// </summary>
    public static string? UriParameter(this SipTransportKind kind) => kind switch
    {
        SipTransportKind.Udp => null,
        SipTransportKind.Tcp => "tcp",
        SipTransportKind.Tls => "tls",
        _ => "ws",
    };

    /// <summary>RFC 3261 §18.1.1, RFC 7118 §5.3: where a peer listens who names no port.</summary>
    public static int DefaultPort(this SipTransportKind kind) => kind switch
    {
        SipTransportKind.Tls => TlsPort,
        SipTransportKind.WebSocket => WebPort,
        SipTransportKind.SecureWebSocket => SecureWebPort,
        _ => Port,
    };
}
