using System.Net;
using System.Net.Sockets;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Transport;

/// <summary>The listeners of one stack with their transports: which one serves a flow, and how peers are told of it.</summary>
internal sealed class ListenerSet : IAsyncDisposable
{
    private readonly List<Item> _items = [];

    /// <summary>Throws <see cref="ArgumentException"/> for a set that cannot work.</summary>
    public ListenerSet(SipStackOptions options)
    {
        var factory = new TransportFactory(options);
        foreach (var listener in options.Listeners)
        {
            if (listener.AdvertisedHost is null && (listener.Bind.Address.Equals(IPAddress.Any) || listener.Bind.Address.Equals(IPAddress.IPv6Any)))
                throw new ArgumentException("a listener bound to all addresses needs an AdvertisedHost", nameof(options));
            if (listener.Bind.Port != 0 && _items.Exists(item => item.Listener.Kind == listener.Kind && item.Listener.Bind.Equals(listener.Bind)))
                throw new ArgumentException($"two listeners for {listener.Kind} at {listener.Bind}", nameof(options));
            _items.Add(new Item(listener, listener.Transport ?? factory.Create(listener)));
        }
        if (_items.Count == 0)
            throw new ArgumentException("a stack needs a listener", nameof(options));
    }

    /// <summary>The bound address of the first listener, or of the first of a kind.</summary>
    public IPEndPoint BoundEndPoint(SipTransportKind? kind) =>
        _items.First(item => kind is null || item.Transport.Kind == kind).Transport.LocalEndPoint;

    /// <summary>The bound addresses of all listeners with their kinds.</summary>
    public IReadOnlyList<SipFlow> Flows => [.. _items.Select(item => new SipFlow(item.Transport.Kind, item.Transport.LocalEndPoint))];

    public bool Serves(SipTransportKind kind, AddressFamily family) => _items.Exists(item => item.Is(kind, family));

    /// <summary>Whether peers know one of the listeners by this host.</summary>
    public bool Names(string host) => _items.Exists(item => Host(item).Equals(host, StringComparison.OrdinalIgnoreCase));

    /// <summary>Binds every transport. Throws <see cref="SocketException"/> when an address is taken.</summary>
    public void Start(ISipTransportSink sink)
    {
        foreach (var item in _items)
        {
            // Only one that is not alone has to be told apart.
            bool isAlone = !_items.Exists(other => other != item && other.Is(item.Listener.Kind, item.Listener.Bind.AddressFamily));
            item.Mark = isAlone ? null : new ListenerSink(sink, item.Transport);
            item.Transport.Start(item.Mark ?? sink);
        }
    }

    /// <summary>Hands the message to the transport of the flow; <c>false</c> is a transport error, also when no listener serves the flow.</summary>
    public bool TrySend(ReadOnlyMemory<byte> message, SipFlow flow, out SipFlow taken)
    {
        taken = flow;
        if (Find(flow) is not { } found || !found.Transport.TrySend(message, flow, out taken))
            return false;
        if (found.Mark is { } mark)
            taken = taken with { Local = mark.Local };
        return true;
    }

    public int ConnectionCount => _items.Sum(item => item.Transport.ConnectionCount);

    public bool IsAlive(SipFlow flow) => Find(flow) is { } found && found.Transport.IsAlive(flow);

    /// <summary>Our Via for requests on this flow.</summary>
    public Via Via(SipFlow flow, SipParameters parameters)
    {
        var own = Uri(Serving(flow));
        return new Via(flow.Kind.ViaName(), own.Host, own.Port) { Parameters = parameters };
    }

    /// <summary>Where peers on this flow reach us again.</summary>
    public SipUri Uri(SipFlow flow, bool isSecure)
    {
        var uri = Uri(Serving(flow));
        if (!isSecure)
            return uri;
        // Of a sips: URI the encryption is part of the scheme, and transport names what is below it (RFC 3261 §26.2.2).
        return uri with { Scheme = "sips", Parameters = flow.Kind == SipTransportKind.Tls ? SipParameters.Empty : uri.Parameters };
    }

    /// <summary>Where peers over this kind reach us, by the first listener that has it, else by the first of all.</summary>
    public SipUri Uri(SipTransportKind? kind)
    {
        var item = _items.Find(item => item.Listener.Kind == kind) ?? _items[0];
        return Uri(item);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var item in _items)
            await item.Transport.DisposeAsync().ConfigureAwait(false);
    }

    // Made once for a port: before it is bound, a listener may have none.
    private static SipUri Uri(Item item)
    {
        int port = item.Listener.AdvertisedPort ?? item.Transport.LocalEndPoint.Port;
        if (item.Uri is { } known && known.Port == port)
            return known;
        var parameters = item.Listener.Kind.UriParameter() is { } name ? new SipParameters(new SipParameter("transport", name)) : SipParameters.Empty;
        return item.Uri = new SipUri { Host = Host(item), Port = port, Parameters = parameters };
    }

    private static string Host(Item item) => item.Listener.AdvertisedHost ?? SipHost.Write(item.Transport.LocalEndPoint.Address);

    // A flow that no listener serves cannot be sent to; its message is written all the same, and the first listener is the best guess.
    private Item Serving(SipFlow flow) => Find(flow) ?? _items[0];

    // The listener that the flow came by; one that a former process knew and this one has not is replaced by the first of its kind.
    private Item? Find(SipFlow flow)
    {
        Item? first = null;
        foreach (var item in _items)
        {
            if (!item.Is(flow.Kind, flow.Remote.AddressFamily))
                continue;
            if (flow.Local is null || item.Mark is null || flow.Local.Equals(item.Mark.Local))
                return item;
            first ??= item;
        }
        return first;
    }

    private sealed class Item(SipListener listener, ISipTransport transport)
    {
        public SipListener Listener => listener;

        public ISipTransport Transport => transport;

        /// <summary>What tells it from others of its kind and family; <c>null</c>: it is the only one.</summary>
        public ListenerSink? Mark { get; set; }

        /// <summary>Where peers reach it, once somebody asked.</summary>
        public SipUri? Uri { get; set; }

        public bool Is(SipTransportKind kind, AddressFamily family) => listener.Kind == kind && listener.Bind.AddressFamily == family;
    }
}
