using System.Net;
using System.Net.Sockets;

namespace SmartPbx.Sip.Transport;

/// <summary>Addresses as hosts of Via, Contact and <c>received</c>.</summary>
internal static class SipHost
{
    /// <summary>Without brackets, and without the zone of a link-local address, which means nothing to a peer and is in no grammar (RFC 3261 §25.1).</summary>
    public static string Write(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0
        ? new IPAddress(address.GetAddressBytes()).ToString()
        : address.ToString();

    /// <summary>Whether a host is this very address, in whichever of its spellings (RFC 5118 §4.5: IPv6 has many).</summary>
    public static bool Names(string host, IPAddress address) => IPAddress.TryParse(host, out var named) && named.Equals(address);
}
