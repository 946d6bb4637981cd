using System.Net;

namespace SmartPbx.Sip.Transport;

/// <summary>
/// One address to listen on, and what peers are told of it. Requests of ours leave by a listener of their kind and address family, so that
/// Via and Contact name a place where answers find us: inside a dialog by the one that it began by, else by the first.
/// </summary>
public sealed record SipListener
{
    public SipTransportKind Kind { get; init; } = SipTransportKind.Udp;

    /// <summary>Local address; port 0 takes a free one. An IPv6 address takes IPv6 only: IPv4 has a listener of its own.</summary>
    public required IPEndPoint Bind { get; init; }

    /// <summary>Host written into Via and Contact; the bound address when <c>null</c>. Behind a NAT or on a node they differ.</summary>
    public string? AdvertisedHost { get; init; }

    /// <summary>Port written into Via and Contact; the bound port when <c>null</c>.</summary>
    public int? AdvertisedPort { get; init; }

    /// <summary>Certificates; required for <see cref="SipTransportKind.Tls"/> and <see cref="SipTransportKind.SecureWebSocket"/>.</summary>
    public SipTlsOptions? Tls { get; init; }

    /// <summary>Who may upgrade; for the WebSocket kinds.</summary>
    public SipWebSocketOptions WebSocket { get; init; } = new();

    /// <summary>A transport of one's own (tests); the one of <see cref="Kind"/> when <c>null</c>.</summary>
    public ISipTransport? Transport { get; init; }

    public static SipListener Udp(IPEndPoint bind) => new() { Bind = bind };
}
