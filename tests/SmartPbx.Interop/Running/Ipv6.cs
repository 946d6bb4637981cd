using System.Net;
using System.Net.Sockets;

namespace SmartPbx.Interop.Running;

/// <summary>IPv6 on loopback, where the machine has it: many containers have not.</summary>
internal static class Ipv6
{
    public static bool IsHere { get; } = CanBind();

    /// <summary>Listeners at the same port as over IPv4, behind those of <see cref="EdgeUnderTest"/>, and audio.</summary>
    public static IEnumerable<(string Key, string Value)> Settings(int sipPort)
    {
        foreach (var (transport, n) in new[] { ("udp", 2), ("tcp", 3) })
        {
            yield return ($"Edge__Sip__Listeners__{n}__Transport", transport);
            yield return ($"Edge__Sip__Listeners__{n}__Bind", $"[::1]:{sipPort}");
        }
        yield return ("Edge__Rtp__Ipv6__Bind", "::1");
    }

    private static bool CanBind()
    {
        if (!Socket.OSSupportsIPv6) return false;
        using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
        try { socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0)); }
        catch (SocketException) { return false; }
        return true;
    }
}
