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
        foreach (var twin in listeners.GroupBy(l => (l.Kind, l.Bind.AddressFamily)).Where(g => g.Count() > 1))
            refuse("Sip:Listeners", $"more than one for {twin.Key.Kind} over {twin.Key.AddressFamily}: bind one to every address instead");
        return listeners;
    }

    private SipListener Read(string key, SipTransportKind kind)
    {
        var bind = EndPoint($"{key}:Bind");
        return new SipListener { Kind = kind, Bind = bind, AdvertisedHost = AdvertisedHost(key, bind), AdvertisedPort = Port($"{key}:AdvertisedPort") };
    }

    private SipTransportKind Kind(string key)
    {
        var text = edge[key];
        switch (text?.ToLowerInvariant())
        {
            case "udp": return SipTransportKind.Udp;
            default:
                refuse(key, text is null ? "is missing: udp" : $"'{text}' is not udp");
                return SipTransportKind.Udp;
        }
    }

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
