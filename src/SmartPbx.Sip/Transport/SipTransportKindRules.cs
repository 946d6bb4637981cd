namespace SmartPbx.Sip.Transport;

internal static class SipTransportKindRules
{
    /// <summary>Over reliable transports nothing is retransmitted and D, I, J and K are zero (RFC 3261 §17).</summary>
    public static bool IsReliable(this SipTransportKind kind) => kind != SipTransportKind.Udp;

    /// <summary>The transport in Via (RFC 3261 §20.42, RFC 7118 §5.2).</summary>
    public static string ViaName(this SipTransportKind kind) => kind switch
    {
        SipTransportKind.Udp => "UDP",
        SipTransportKind.Tcp => "TCP",
        SipTransportKind.Tls => "TLS",
        SipTransportKind.WebSocket => "WS",
        _ => "WSS",
    };
}
