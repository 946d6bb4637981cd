using SmartPbx.Sip.Transport.Streams;
using SmartPbx.Sip.Transport.Tls;
using SmartPbx.Sip.Transport.WebSockets;

namespace SmartPbx.Sip.Transport;

/// <summary>The transports of a stack's listeners.</summary>
internal sealed class TransportFactory(SipStackOptions options)
{
    private readonly StreamSettings _settings = new(options.Limits, options.Connections, options.TimeProvider, new ConnectionIds(options.Tokens));

    /// <summary>Throws <see cref="ArgumentException"/> when the listener lacks what its kind needs.</summary>
    public ISipTransport Create(SipListener listener) => listener.Kind switch
    {
        SipTransportKind.Udp => new UdpTransport(listener.Bind, options.OnStackThread, options.OnWaited is { } onWaited ? waited => onWaited(SipBacklog.Socket, waited) : null),
        SipTransportKind.Tcp => new StreamTransport(listener.Bind, new TcpOpener(_settings), _settings),
        SipTransportKind.Tls => new StreamTransport(listener.Bind, new TlsOpener(TlsOf(listener), _settings), _settings),
        SipTransportKind.WebSocket => new StreamTransport(listener.Bind, new WebSocketOpener(listener.WebSocket, null, _settings), _settings),
        _ => new StreamTransport(listener.Bind, new WebSocketOpener(listener.WebSocket, TlsOf(listener), _settings), _settings),
    };

    private static TlsHandshake TlsOf(SipListener listener) =>
        new(listener.Tls ?? throw new ArgumentException($"a listener for {listener.Kind} needs a certificate", nameof(listener)));
}
