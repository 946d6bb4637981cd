using System.Globalization;
using System.Net;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Configuration;

/// <summary>
/// Reads where SIP listens. <c>Edge:Sip:Bind</c> is UDP, and all that most edges need. <c>Edge:Sip:Listeners:n</c> are further ones of any kind;
/// when there are some and <c>Edge:Sip:Bind</c> is not set, they are the only ones.
/// </summary>
internal sealed class ListenerReader(IConfigurationSection edge, Action<string, string> refuse)
{
    private static readonly IPEndPoint Default = new(IPAddress.Loopback, 5060);

    public IReadOnlyList<SipListener> ReadAll()
    {
        var more = edge.GetSection("Sip:Listeners").GetChildren().Select(c => $"Sip:Listeners:{c.Key}").ToList();
        var listeners = new List<SipListener>();
        if (edge["Sip:Bind"] is not null || more.Count == 0) listeners.Add(Read("Sip", SipTransportKind.Udp));
        foreach (var key in more) listeners.Add(Read(key, Kind($"{key}:Transport")));
        // Several of a kind are fine; what cannot be is the same port twice, where TCP, TLS and WebSocket are all TCP.
        foreach (var twin in listeners.Where(l => l.Bind.Port != 0).GroupBy(l => (IsUdp: l.Kind == SipTransportKind.Udp, l.Bind)).Where(g => g.Count() > 1))
            refuse("Sip:Listeners", $"more than one at {twin.Key.Bind}");
        return listeners;
    }

    private SipListener Read(string key, SipTransportKind kind)
    {
        var bind = EndPoint($"{key}:Bind");
        return new SipListener
        {
            Kind = kind, Bind = bind, AdvertisedHost = AdvertisedHost(key, bind), AdvertisedPort = Port($"{key}:AdvertisedPort"),
            Tls = kind.IsSecure() ? Tls(key) : null, WebSocket = new SipWebSocketOptions { AllowedOrigins = Origins(key) },
        };
    }

    private SipTransportKind Kind(string key)
    {
        var text = edge[key];
        foreach (var kind in Enum.GetValues<SipTransportKind>())
            if (kind.ViaName().Equals(text, StringComparison.OrdinalIgnoreCase))
                return kind;
        refuse(key, text is null ? "is missing: udp, tcp, tls, ws or wss" : $"'{text}' is none of udp, tcp, tls, ws, wss");
        return SipTransportKind.Udp;
    }

    private SipTlsOptions Tls(string key) => new()
    {
        CertificatePath = File($"{key}:CertificatePath", isRequired: true)!, KeyPath = File($"{key}:KeyPath", isRequired: true)!,
        ClientCaPath = File($"{key}:ClientCaPath"), ServerCaPath = File($"{key}:ServerCaPath"),
        AllowsWildcards = edge[$"{key}:AllowsWildcards"] is { } flag && (bool.TryParse(flag, out var allows) ? allows : Refused(key, flag)),
    };

    private bool Refused(string key, string flag)
    {
        refuse($"{key}:AllowsWildcards", $"'{flag}' is neither true nor false");
        return false;
    }

    private string? File(string key, bool isRequired = false)
    {
        var path = edge[key];
        if (path is null && isRequired) refuse(key, "is missing: name a PEM file");
        if (path is not null && !System.IO.File.Exists(path)) refuse(key, $"'{path}' does not exist");
        return path ?? (isRequired ? "" : null);
    }

    private List<string> Origins(string key) => [.. edge.GetSection($"{key}:AllowedOrigins").GetChildren().Select(c => c.Value).OfType<string>()];

    private IPEndPoint EndPoint(string key)
    {
        var text = edge[key];
        if (text is null) return Default;
        if (IPEndPoint.TryParse(text, out var endPoint) && text.Contains(':', StringComparison.Ordinal)) return endPoint;
        refuse(key, $"'{text}' is not address:port");
        return Default;
    }

    private string? AdvertisedHost(string key, IPEndPoint bind)
    {
        var host = edge[$"{key}:AdvertisedHost"];
        if (host is null && EdgeOptionsReader.IsWildcard(bind.Address))
            refuse($"{key}:AdvertisedHost", $"is missing: Edge:{key}:Bind {bind} is no address a peer can answer to");
        if (host is not null && Uri.CheckHostName(host) == UriHostNameType.Unknown) refuse($"{key}:AdvertisedHost", $"'{host}' is no host name or address");
        return host;
    }

    private int? Port(string key)
    {
        var text = edge[key];
        if (text is null) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535) return port;
        refuse(key, $"'{text}' is no port");
        return null;
    }
}
