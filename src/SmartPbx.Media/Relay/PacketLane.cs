using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using SmartPbx.Media.Codecs;
using SmartPbx.Media.Rtp;

namespace SmartPbx.Media.Relay;

/// <summary>
/// What packets leave behind in one leg, counted; and, while it is open, their short way to the leg it is connected with. A packet costs less in
/// instructions than in memory it must wait for: here lies together what a plain one needs, and none of the leg's parts is touched. Open it
/// while nobody wants to look at the packets; what is not plain audio of the known source goes the long way at any time. Relay thread
/// only; counts may be read by others.
/// </summary>
internal sealed unsafe class PacketLane(LegState leg, ReceptionStatistics reception, OutboundStream stream, RelayThread relay)
{
    private const int CacheLineBytes = 64;
    private const byte PlainHeader = 0x80; // version 2, no padding, no extension, no CSRC (RFC 3550 section 5.1)

    private readonly double _frequency = relay.Options.TimeProvider.TimestampFrequency;
    private readonly MediaCounters _counters = relay.Counters;
    private PacketLane? _to; // null: closed
    private OutboundStream? _toStream;
    private UdpSocket _socket;
    private UdpSocket _toSocket;
    private int _toSlot;
    private int _clockRateHz = 8000;
    private int _toClockRateHz;
    private byte _payloadType;
    private byte _toPayloadType;
    private long _receivedPackets;
    private long _receivedBytes;
    private long _sentPackets;
    private long _sentBytes;
    private long _malformed;
    private long _dropped;

    public LegState Leg => leg;

    public bool IsOpen => Volatile.Read(ref _to) is not null;

    public long ReceivedPackets => Volatile.Read(ref _receivedPackets);

    public long ReceivedBytes => Volatile.Read(ref _receivedBytes);

    public long SentPackets => Volatile.Read(ref _sentPackets);

    public long SentBytes => Volatile.Read(ref _sentBytes);

    public long Malformed => Volatile.Read(ref _malformed);

    /// <summary>Packets of the peer that were dropped on purpose.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Of what was sent, without headers, as sender reports count it.</summary>
    public long SentPayloadBytes { get; private set; }

    /// <summary>When the peer was last heard.</summary>
    public long LastActivityAt { get; private set; }

    /// <summary>Clock of the peer's timestamps.</summary>
    public void SetClock(int clockRateHz) => _clockRateHz = clockRateHz;

    /// <summary>From now on plain packets go straight to the peer of <paramref name="to"/>. Both sockets must be connected to their peers, and nothing of strangers wait at this one.</summary>
    public void Open(PacketLane to, RelaySocket socket, RelaySocket toSocket, PayloadFormat format, PayloadFormat toFormat)
    {
        (_to, _toStream, _socket, _toSocket, _toSlot) = (to, to.Stream, socket.Socket, toSocket.Socket, toSocket.Slot);
        (_payloadType, _toPayloadType, _toClockRateHz) = (format.PayloadType, toFormat.PayloadType, toFormat.ClockRateHz);
    }

    /// <summary>Every packet goes the long way.</summary>
    public void Close() => (_to, _toStream) = (null, null);

    /// <summary>The RTP socket is readable.</summary>
    public void OnReadable(byte* buffer, int capacity, long now)
    {
        if (_to is null)
        {
            leg.OnRtpReadable(buffer, capacity, now);
            return;
        }
        int length = _socket.Receive(buffer, capacity);
        if (length > 0) OnDatagram(buffer, length, now);
    }

    /// <summary>One datagram of the peer.</summary>
    public void OnDatagram(byte* buffer, int length, long now)
    {
        if (_to is { } to && buffer[0] == PlainHeader && (buffer[1] & 0x7F) == _payloadType && RtpPacket.TryParse(new ReadOnlySpan<byte>(buffer, length), out RtpPacket packet, out _)
            && reception.IsCurrent(packet.Ssrc) && _toStream!.Passes(packet.Ssrc)) Pass(to, buffer, length, packet, now);
        else leg.OnDatagram(buffer, length, now);
    }

    /// <summary>Counts a packet of the peer.</summary>
    public void CountReceived(in RtpPacket packet, int length, long now)
    {
        _counters.Received++;
        reception.Update(packet.Ssrc, packet.SequenceNumber, packet.Timestamp, now / _frequency * _clockRateHz, _clockRateHz);
        Volatile.Write(ref _receivedPackets, _receivedPackets + 1);
        Volatile.Write(ref _receivedBytes, _receivedBytes + length);
        Touch(now);
    }

    /// <summary>Counts a packet to the peer.</summary>
    public void CountSent(int length, int payloadBytes)
    {
        Volatile.Write(ref _sentPackets, _sentPackets + 1);
        Volatile.Write(ref _sentBytes, _sentBytes + length);
        SentPayloadBytes += payloadBytes;
    }

    /// <summary>Counts a datagram of the peer that is neither RTP nor RTCP.</summary>
    public void CountMalformed()
    {
        Volatile.Write(ref _malformed, _malformed + 1);
        _counters.MalformedInput++;
    }

    /// <summary>Counts a packet of the peer that is dropped on purpose.</summary>
    public void CountDropped()
    {
        Volatile.Write(ref _dropped, _dropped + 1);
        _counters.Dropped++;
    }

    /// <summary>The peer gave a sign of life.</summary>
    public void Touch(long now) => LastActivityAt = now;

    /// <summary>Fetches the lane itself into the cache: its packet comes after the next.</summary>
    public void Prefetch() => Fetch(this);

    /// <summary>Fetches what the lane will use; its packet is next.</summary>
    public void PrefetchParts()
    {
        Fetch(reception);
        if (_to is null) return;
        Fetch(_to);
        Fetch(_toStream!);
    }

    private OutboundStream Stream => stream;

    private void Pass(PacketLane to, byte* buffer, int length, in RtpPacket packet, long now)
    {
        CountReceived(packet, length, now);
        buffer[1] = (byte)((buffer[1] & 0x80) | _toPayloadType);
        _toStream!.Relay(new Span<byte>(buffer, length), packet, _toClockRateHz, now);
        if (!(relay.Ring is { } ring ? ring.Send(_toSocket, _toSlot, buffer, length) : _toSocket.Send(buffer, length)))
        {
            to.Leg.CountSendError();
            return;
        }
        to.CountSent(length, packet.Payload.Length);
        _counters.Relayed++;
    }

    // The address may be stale by the time it is used, when the collector moves the object: then a line was fetched for nothing.
    private static void Fetch(object target)
    {
        if (!Sse.IsSupported) return;
        byte* address = *(byte**)Unsafe.AsPointer(ref target);
        Sse.Prefetch0(address);
        Sse.Prefetch0(address + CacheLineBytes);
        Sse.Prefetch0(address + 2 * CacheLineBytes);
    }
}
