using SmartPbx.Media.Codecs;
using SmartPbx.Media.Rtp;

namespace SmartPbx.Media.Relay;

/// <summary>Everything one leg sends: relayed packets, playout, RTCP. Relay thread only; counters may be read by others.</summary>
internal sealed unsafe class LegOutbound(LegSockets sockets, OutboundStream stream, PlayoutStream playout, SideTaps taps, MediaCounters counters)
{
    private const int MaxPacketBytes = 640;

    private RemoteMedia? _remote;
    private PayloadFormat _format; // of the remote, read for every packet
    private IAudioCodec? _codec;
    private bool _maySend; // of the remote, which compares addresses to know
    private long _packets;
    private long _bytes;
    private long _payloadBytes;
    private long _errors;
    private long _dropped;

    public long Packets => Volatile.Read(ref _packets);

    public long Bytes => Volatile.Read(ref _bytes);

    public long PayloadBytes => _payloadBytes;

    public long Errors => Volatile.Read(ref _errors);

    public long Dropped => Volatile.Read(ref _dropped);

    public void SetRemote(RemoteMedia remote)
    {
        _remote = remote;
        _format = remote.Codec;
        _maySend = remote.MaySend;
        AudioCodecs.TryCreate(remote.Codec, out _codec);
    }

    /// <summary>Sends a packet of the peer leg on. The buffer may be changed.</summary>
    public void Relay(byte* buffer, int length, in RtpPacket packet, RelayRoute? route, long now)
    {
        byte payloadType = route?.Map(packet.PayloadType) ?? RelayRoute.Blocked;
        if (payloadType == RelayRoute.Blocked || !_maySend)
        {
            CountDrop();
            return;
        }
        var bytes = new Span<byte>(buffer, length);
        bool audio = payloadType == _format.PayloadType;
        if (audio && route!.Conversion is { } conversion) Convert(bytes.Slice(packet.HeaderBytes, packet.Payload.Length), conversion);
        bytes[1] = (byte)((bytes[1] & 0x80) | payloadType);
        uint timestamp = stream.Relay(bytes, packet, _format.ClockRateHz, now);
        if (!Send(buffer, length, packet.Payload.Length)) return;
        counters.Relayed++;
        if (audio && taps.HasAny && _codec is not null) taps.OnPacket(_codec, stream.Ssrc, timestamp, packet.Payload, now);
    }

    /// <summary>A tick of a leg that is not connected.</summary>
    public void Play(long tick, long now)
    {
        if (!_maySend || _remote is not { } remote || _codec is null || !playout.Tick(_codec, remote.PacketTimeMs, tick)) return;
        byte* packet = stackalloc byte[MaxPacketBytes];
        int length = playout.Write(new Span<byte>(packet, MaxPacketBytes), stream, remote.Codec, now, out uint timestamp);
        counters.Played++;
        Send(packet, length, length - RtpPacket.MinHeaderBytes);
        if (taps.HasAny) taps.OnPacket(_codec, stream.Ssrc, timestamp, playout.Payload, now);
    }

    public void SendRtcp(byte* buffer, int length)
    {
        if (_maySend && !sockets.SendRtcp(buffer, length)) CountError();
    }

    private bool Send(byte* buffer, int length, int payloadBytes)
    {
        if (!sockets.Send(buffer, length))
        {
            CountError();
            return false;
        }
        Volatile.Write(ref _packets, _packets + 1);
        Volatile.Write(ref _bytes, _bytes + length);
        _payloadBytes += payloadBytes;
        return true;
    }

    private static void Convert(Span<byte> payload, byte[] table)
    {
        for (int i = 0; i < payload.Length; i++) payload[i] = table[payload[i]];
    }

    private void CountError()
    {
        Volatile.Write(ref _errors, _errors + 1);
        counters.SendFailures++;
    }

    private void CountDrop()
    {
        Volatile.Write(ref _dropped, _dropped + 1);
        counters.Dropped++;
    }
}
