using System.Net;
using System.Net.Sockets;
using SmartPbx.Media.Codecs;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Rtp;

namespace SmartPbx.Media.Tests.TestKit;

/// <summary>The far end of a leg: a UDP socket on loopback that speaks RTP.</summary>
internal sealed class RtpPeer : IDisposable
{
    private readonly Socket _socket;
    private readonly IPAddress _host;
    private readonly byte[] _buffer = new byte[2048];

    /// <param name="ssrc">Of what it sends.</param>
    /// <param name="host">Its loopback address, which the leg's ports are on too; IPv4 unless told otherwise.</param>
    /// <param name="port">Its port; any free one unless told otherwise.</param>
    public RtpPeer(uint ssrc = 0x11223344, IPAddress? host = null, int port = 0)
    {
        Ssrc = ssrc;
        _host = host ?? IPAddress.Loopback;
        _socket = new Socket(_host.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _socket.Bind(new IPEndPoint(_host, port));
        _socket.ReceiveTimeout = (int)Deadline.Default.TotalMilliseconds;
        _socket.ReceiveBufferSize = 1 << 20;
    }

    public uint Ssrc { get; set; }

    public ushort Sequence { get; set; } = 1000;

    public uint Timestamp { get; set; } = 160_000;

    public IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    public bool HasPacket => _socket.Available > 0;

    public RemoteMedia Remote(PayloadFormat? codec = null, byte? events = null) =>
        new(EndPoint, codec ?? PayloadFormat.Pcmu) { TelephoneEventPayloadType = events };

    /// <summary>Sends one 20 ms packet and advances.</summary>
    public byte[] Send(int port, ReadOnlySpan<byte> payload, byte payloadType = 0, bool marker = false)
    {
        byte[] packet = Compose(payload, payloadType, marker);
        SendRaw(port, packet);
        Sequence++;
        Timestamp += 160;
        return packet;
    }

    public byte[] Compose(ReadOnlySpan<byte> payload, byte payloadType = 0, bool marker = false)
    {
        var packet = new byte[RtpPacket.MinHeaderBytes + payload.Length];
        new RtpHeader(payloadType, marker, Sequence, Timestamp, Ssrc).Write(packet);
        payload.CopyTo(packet.AsSpan(RtpPacket.MinHeaderBytes));
        return packet;
    }

    public void SendRaw(int port, ReadOnlySpan<byte> datagram) => _socket.SendTo(datagram, new IPEndPoint(_host, port));

    public byte[] Receive() => _buffer[.._socket.Receive(_buffer)];

    public ReceivedRtp ReceiveRtp()
    {
        byte[] bytes = Receive();
        Assert.True(RtpPacket.TryParse(bytes, out RtpPacket packet, out RtpParseError error), error.ToString());
        return new ReceivedRtp(packet.PayloadType, packet.Marker, packet.SequenceNumber, packet.Timestamp, packet.Ssrc, packet.Payload.ToArray());
    }

    public void Dispose() => _socket.Dispose();
}
