using System.Net;

namespace SmartPbx.Media.Relay;

/// <summary>RTP and RTCP sockets on one port pair.</summary>
internal sealed record BoundPair(IPAddress Address, int RtpPort, UdpSocket Rtp, UdpSocket Rtcp)
{
    private static readonly TimeSpan ForeignPortRest = TimeSpan.FromSeconds(60);

    /// <summary>Takes pairs from the pool until one binds; a port another process holds rests for a minute.</summary>
    public static BoundPair? TryBind(IPAddress address, PortPool ports, string owner)
    {
        while (ports.TryTake(owner, out int port))
        {
            if (TryBind(address, port, out int error) is { } pair) return pair;
            if (error == Libc.AddressInUse) ports.Quarantine(port, ForeignPortRest);
            ports.Return(port);
            if (error != Libc.AddressInUse) return null; // no descriptors left, or the bind address is not ours
        }
        return null;
    }

    /// <summary>Binds a pair that the pool has given out: to another address, it is still the same two ports.</summary>
    public static BoundPair? TryBind(IPAddress address, int port) => TryBind(address, port, out _);

    /// <summary>Closes both sockets, which nobody listens to yet.</summary>
    public void Close()
    {
        Rtp.Close();
        Rtcp.Close();
    }

    private static BoundPair? TryBind(IPAddress address, int port, out int error)
    {
        UdpSocket? rtp = UdpSocket.TryBind(new IPEndPoint(address, port), shared: false, out error), rtcp = null;
        if (rtp is not null) rtcp = UdpSocket.TryBind(new IPEndPoint(address, port + 1), shared: false, out error);
        if (rtcp is not null) return new BoundPair(address, port, rtp!.Value, rtcp.Value);
        rtp?.Close();
        return null;
    }
}
