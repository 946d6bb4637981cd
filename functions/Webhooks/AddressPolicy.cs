using System.Net;

namespace SmartPbx.Functions.Webhooks;

/// <summary>
/// Which addresses the product may be sent to by a tenant's word (SSRF): public unicast ones. The table is the special-purpose registries of RFC 6890 and
/// multicast; transition addresses are refused, because they carry an IPv4 address that would have to be judged in turn.
/// </summary>
internal static class AddressPolicy
{
    private static readonly IPNetwork[] Refused =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/127", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10",
            "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !Refused.Any(network => network.Contains(plain));
    }

    /// <summary>Whether the address says by itself, without asking the DNS, that it is private.</summary>
    public static bool IsKnownPrivate(Uri url) =>
        IPAddress.TryParse(url.DnsSafeHost, out var address) ? !IsPublic(address)
            : url.DnsSafeHost.TrimEnd('.') is var host && (host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ||
              host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase));
}
