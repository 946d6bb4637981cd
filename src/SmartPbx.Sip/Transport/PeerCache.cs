using System.Net;
using System.Net.Sockets;

namespace SmartPbx.Sip.Transport;

/// <summary>End points of those who send, by their raw address: most datagrams come from somebody who has sent before. One thread's.</summary>
internal sealed class PeerCache
{
    /// <summary>With so many it starts anew; a flood of made-up sources costs no more than that.</summary>
    public const int MaxPeers = 4_096;

    private static readonly IPEndPoint AnyV4 = new(IPAddress.Any, 0);
    private static readonly IPEndPoint AnyV6 = new(IPAddress.IPv6Any, 0);
    private readonly Dictionary<SocketAddress, IPEndPoint> _peers = [];

    public IPEndPoint EndPointOf(SocketAddress address)
    {
        if (_peers.TryGetValue(address, out var known))
            return known;
        if (_peers.Count >= MaxPeers)
            _peers.Clear();
        var copy = new SocketAddress(address.Family, address.Size);
        address.Buffer.Span[..address.Size].CopyTo(copy.Buffer.Span);
        var peer = (IPEndPoint)(address.Family == AddressFamily.InterNetworkV6 ? AnyV6 : AnyV4).Create(address);
        _peers.Add(copy, peer);
        return peer;
    }
}
