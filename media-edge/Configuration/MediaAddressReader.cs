using System.Net;
using System.Net.Sockets;

namespace SmartPbx.MediaEdge.Configuration;

/// <summary>
/// Reads where media sockets are bound and what descriptions say of them. <c>Edge:Rtp:Bind</c> is of either address family, and all that most
/// edges need; <c>Edge:Rtp:Ipv6:Bind</c> adds IPv6 to an IPv4 one.
/// </summary>
internal sealed class MediaAddressReader(IConfigurationSection edge, Action<string, string> refuse)
{
    private const string Other = "Rtp:Ipv6";

    /// <summary>The options with the addresses.</summary>
    public EdgeOptions ReadInto(EdgeOptions options)
    {
        var bind = Address("Rtp:Bind", IPAddress.Loopback);
        options = options with { RtpBind = bind, RtpAdvertisedAddress = Advertised("Rtp", bind) };
        if (edge[$"{Other}:Bind"] is null)
        {
            if (edge[$"{Other}:AdvertisedAddress"] is not null) refuse($"{Other}:Bind", "is missing: an advertised address needs one to receive at");
            return options;
        }
        var other = Address($"{Other}:Bind", IPAddress.IPv6Loopback);
        if (other.AddressFamily != AddressFamily.InterNetworkV6) refuse($"{Other}:Bind", $"{other} is no IPv6 address");
        else if (bind.AddressFamily == AddressFamily.InterNetworkV6) refuse($"{Other}:Bind", $"Edge:Rtp:Bind {bind} is IPv6 already: set that to IPv4, or leave this out");
        return options with { RtpOtherBind = other, RtpOtherAdvertisedAddress = Advertised(Other, other) };
    }

    private IPAddress Advertised(string key, IPAddress bind)
    {
        key += ":AdvertisedAddress";
        if (edge[key] is null && EdgeOptionsReader.IsWildcard(bind)) refuse(key, $"is missing: {bind} is no address a peer can send to");
        var address = Address(key, bind);
        if (address.AddressFamily == bind.AddressFamily) return address;
        refuse(key, $"{address} and the bound {bind} are of different address families");
        return bind;
    }

    private IPAddress Address(string key, IPAddress fallback)
    {
        var text = edge[key];
        if (text is null) return fallback;
        if (IPAddress.TryParse(text, out var address)) return address;
        refuse(key, $"'{text}' is no IP address");
        return fallback;
    }
}
