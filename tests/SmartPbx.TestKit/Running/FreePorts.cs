using System.Net;
using System.Net.Sockets;

namespace SmartPbx.TestKit.Running;

/// <summary>Free loopback ports, asked of the kernel.</summary>
public static class FreePorts
{
    public static int Tcp() => Free(SocketType.Stream, ProtocolType.Tcp);

    public static int Udp() => Free(SocketType.Dgram, ProtocolType.Udp);

    private static int Free(SocketType type, ProtocolType protocol)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
