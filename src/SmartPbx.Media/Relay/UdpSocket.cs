using System.Net;
using System.Runtime.InteropServices;

namespace SmartPbx.Media.Relay;

/// <summary>
/// One UDP socket by file descriptor, closed once by its owner. Made by any thread, then used by the relay thread alone. A connected socket sends without a
/// route lookup and lets the kernel drop foreign sources: together a quarter of the cost of a relayed packet.
/// </summary>
internal readonly unsafe struct UdpSocket
{
    private const int ExpeditedForwarding = 0xB8; // DSCP 46 (RFC 3246), what voice is marked with (RFC 4594 section 4.1)

    private readonly int _fd;

    private UdpSocket(int fd, int family)
    {
        _fd = fd;
        Family = family;
    }

    public int Fd => _fd;

    public int Family { get; }

    /// <returns>Null with the errno when the socket cannot be made or bound.</returns>
    public static UdpSocket? TryBind(IPEndPoint local, bool shared, out int error)
    {
        int family = local.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? Libc.AfInet6 : Libc.AfInet;
        int fd = Libc.Socket(family, Libc.SockDgram | Libc.SockNonBlock | Libc.SockCloseOnExec, 0);
        error = fd < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (fd < 0) return null;
        var socket = new UdpSocket(fd, family);
        if (shared) socket.AllowSharing();
        if (family == Libc.AfInet6) socket.Set(Libc.IpProtoIpv6, Libc.Ipv6Only, 1); // the same port over IPv4 is a socket of its own
        int tos = ExpeditedForwarding;
        _ = family == Libc.AfInet ? Libc.SetSockOpt(fd, Libc.IpProtoIp, Libc.IpTos, &tos, sizeof(int)) : Libc.SetSockOpt(fd, Libc.IpProtoIpv6, Libc.Ipv6Tclass, &tos, sizeof(int));
        NativeAddress address = NativeAddress.From(local, family);
        fixed (byte* bytes = address.Bytes)
            if (Libc.Bind(fd, bytes, address.Length) == 0) return socket;
        error = Marshal.GetLastPInvokeError();
        socket.Close();
        return null;
    }

    /// <summary>Lets a second socket of ours bind the same port (SO_REUSEADDR on both).</summary>
    public void AllowSharing() => Set(Libc.SolSocket, Libc.SoReuseAddr, 1);

    public void LimitReceiveBuffer(int bytes) => Set(Libc.SolSocket, Libc.SoRcvBuf, bytes);

    public bool Connect(ref NativeAddress peer)
    {
        fixed (byte* bytes = peer.Bytes) return Libc.Connect(_fd, bytes, peer.Length) == 0;
    }

    /// <summary>connect(2): an address of family AF_UNSPEC dissolves the association.</summary>
    public void Disconnect()
    {
        NativeAddress none = default;
        fixed (byte* bytes = none.Bytes) _ = Libc.Connect(_fd, bytes, NativeAddress.MaxBytes);
    }

    public int Receive(byte* buffer, int length) => (int)Libc.Receive(_fd, buffer, length, Libc.MsgDontWait);

    public int ReceiveFrom(byte* buffer, int length, ref NativeAddress source)
    {
        int sourceLength = NativeAddress.MaxBytes;
        fixed (byte* bytes = source.Bytes) return (int)Libc.ReceiveFrom(_fd, buffer, length, Libc.MsgDontWait, bytes, &sourceLength);
    }

    public bool Send(byte* buffer, int length) => Libc.Send(_fd, buffer, length, Libc.MsgDontWait | Libc.MsgNoSignal) == length;

    public bool SendTo(byte* buffer, int length, ref NativeAddress target)
    {
        fixed (byte* bytes = target.Bytes)
            return Libc.SendTo(_fd, buffer, length, Libc.MsgDontWait | Libc.MsgNoSignal, bytes, target.Length) == length;
    }

    public void Close() => _ = Libc.Close(_fd);

    private void Set(int level, int option, int value) => _ = Libc.SetSockOpt(_fd, level, option, &value, sizeof(int));
}
