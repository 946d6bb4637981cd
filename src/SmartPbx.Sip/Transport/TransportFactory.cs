namespace SmartPbx.Sip.Transport;

/// <summary>The transport of a listener.</summary>
internal static class TransportFactory
{
    public static ISipTransport Create(SipListener listener, SipStackOptions options) => listener.Kind switch
    {
        SipTransportKind.Udp => new UdpTransport(listener.Bind),
        _ => throw new NotSupportedException($"{listener.Kind} needs a transport of one's own"),
    };
}
