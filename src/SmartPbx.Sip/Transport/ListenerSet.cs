using System.Net;
using System.Net.Sockets;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Transport;

/// <summary>The listeners of one stack with their transports: which one serves a flow, and how peers are told of it.</summary>
internal sealed class ListenerSet : IAsyncDisposable
{
    private readonly List<(SipListener Listener, ISipTransport Transport)> _items = [];

    /// <summary>Throws <see cref="ArgumentException"/> for a set that cannot work.</summary>
    public ListenerSet(SipStackOptions options)
    {
        foreach (var listener in options.Listeners)
        {
            if (listener.AdvertisedHost is null && (listener.Bind.Address.Equals(IPAddress.Any) || listener.Bind.Address.Equals(IPAddress.IPv6Any)))
                throw new ArgumentException("a listener bound to all addresses needs an AdvertisedHost", nameof(options));
            if (Find(listener.Kind, listener.Bind.AddressFamily) is not null)
                throw new ArgumentException($"two listeners for {listener.Kind} over {listener.Bind.AddressFamily}", nameof(options));
            _items.Add((listener, listener.Transport ?? TransportFactory.Create(listener, options)));
        }
        if (_items.Count == 0)
            throw new ArgumentException("a stack needs a listener", nameof(options));
    }

    /// <summary>The bound address of the first listener, or of the first of a kind.</summary>
    public IPEndPoint BoundEndPoint(SipTransportKind? kind) =>
        _items.First(item => kind is null || item.Transport.Kind == kind).Transport.LocalEndPoint;

    public bool Serves(SipTransportKind kind, AddressFamily family) => Find(kind, family) is not null;

    /// <summary>Binds every transport. Throws <see cref="SocketException"/> when an address is taken.</summary>
    public void Start(ISipTransportSink sink)
    {
        foreach (var (_, transport) in _items)
            transport.Start(sink);
    }

    public bool TrySend(ReadOnlyMemory<byte> message, SipFlow flow, out SipFlow taken)
    {
        taken = flow;
        return Find(flow.Kind, flow.Remote.AddressFamily) is { } found && found.Transport.TrySend(message, flow, out taken);
    }

    public bool IsAlive(SipFlow flow) => Find(flow.Kind, flow.Remote.AddressFamily) is { } found && found.Transport.IsAlive(flow);

    /// <summary>Our Via for requests on this flow, without parameters.</summary>
    public Via Via(SipFlow flow)
    {
        var (host, port) = Address(flow.Kind, flow.Remote.AddressFamily);
        return new Via(flow.Kind.ViaName(), host, port);
    }

    /// <summary>Where peers on this flow reach us again.</summary>
    public SipUri Uri(SipFlow flow) => Uri(flow.Kind, flow.Remote.AddressFamily);

    /// <summary>Where peers over this kind reach us, by the first listener that has it.</summary>
    public SipUri Uri(SipTransportKind kind) => Uri(kind, BoundEndPoint(kind).AddressFamily);

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, transport) in _items)
            await transport.DisposeAsync().ConfigureAwait(false);
    }

    private SipUri Uri(SipTransportKind kind, AddressFamily family)
    {
        var (host, port) = Address(kind, family);
        var parameters = kind.UriParameter() is { } name ? new SipParameters(new SipParameter("transport", name)) : SipParameters.Empty;
        return new SipUri { Host = host, Port = port, Parameters = parameters };
    }

    // A flow that no listener serves cannot be sent to; its message is written all the same, and the first listener is the best guess.
    private (string Host, int Port) Address(SipTransportKind kind, AddressFamily family)
    {
        var (listener, transport) = Find(kind, family) ?? _items[0];
        var bound = transport.LocalEndPoint;
        return (listener.AdvertisedHost ?? SipHost.Write(bound.Address), listener.AdvertisedPort ?? bound.Port);
    }

    private (SipListener Listener, ISipTransport Transport)? Find(SipTransportKind kind, AddressFamily family)
    {
        foreach (var item in _items)
            if (item.Listener.Kind == kind && item.Listener.Bind.AddressFamily == family)
                return item;
        return null;
    }
}
