using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace SmartPbx.Interop.Soak.Load;

/// <summary>
/// The audio of one leg: a packet every 20 ms while it is told to, over a bad wire; what comes in is counted. Only <see cref="AudioClock"/>'s thread
/// sends and receives.
/// </summary>
internal sealed class AudioEnd : IDisposable
{
    private const int HeaderBytes = 12, PayloadBytes = 160, MaxHeldBack = 16;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] _packet = new byte[HeaderBytes + PayloadBytes];
    private readonly List<(long DueAt, byte[] Packet)> _heldBack = [];
    private readonly Lock _gate = new();
    private volatile IPEndPoint? _remote;
    private ushort _sequence;
    private uint _timestamp;
    private bool _isClosed;

    public AudioEnd(IPAddress address, int seed)
    {
        _socket.Bind(new IPEndPoint(address, 0));
        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
        var random = new Random(seed);
        random.NextBytes(_packet);
        _packet[0] = 0x80; // version 2 (RFC 3550 §5.1)
        (_sequence, _timestamp) = ((ushort)random.Next(), (uint)random.Next());
    }

    public int Port { get; }

    public long Sent { get; private set; }

    public long Heard { get; private set; }

    /// <summary>RTP payload type of what it sends.</summary>
    public byte PayloadType { get; set; }

    /// <summary>Where its packets go; null: silent.</summary>
    public IPEndPoint? Remote { get => _remote; set => _remote = value; }

    /// <summary>One packet out, all that came in.</summary>
    public void Tick(BadWire wire, long now, byte[] buffer)
    {
        lock (_gate)
        {
            if (_isClosed) return;
            try
            {
                Receive(buffer);
                if (_remote is { } remote) Send(wire, remote, now);
            }
            catch (SocketException) { } // nobody listens there any more: the call is ending
        }
    }

    private void Receive(byte[] buffer)
    {
        while (_socket.Available > 0)
        {
            _socket.Receive(buffer);
            Heard++;
        }
    }

    private void Send(BadWire wire, IPEndPoint remote, long now)
    {
        _packet[1] = PayloadType;
        BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(2), _sequence++);
        BinaryPrimitives.WriteUInt32BigEndian(_packet.AsSpan(4), _timestamp);
        _timestamp += PayloadBytes;
        Sent++;
        for (var i = _heldBack.Count - 1; i >= 0; i--)
        {
            if (_heldBack[i].DueAt > now) continue;
            _socket.SendTo(_heldBack[i].Packet, remote);
            _heldBack.RemoveAt(i);
        }
        var fate = wire.Next();
        if (fate.Delay > TimeSpan.Zero && _heldBack.Count < MaxHeldBack) _heldBack.Add((now + (long)fate.Delay.TotalMilliseconds, [.. _packet]));
        else for (var copy = 0; copy < fate.Copies; copy++) _socket.SendTo(_packet, remote);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            _socket.Dispose();
        }
    }
}
