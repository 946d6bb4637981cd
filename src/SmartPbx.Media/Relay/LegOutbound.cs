using SmartPbx.Media.Codecs;
using SmartPbx.Media.Rtp;

namespace SmartPbx.Media.Relay;

/// <summary>Everything one leg sends: relayed packets, playout, RTCP. Relay thread only; counters may be read by others.</summary>
internal sealed unsafe class LegOutbound(LegSockets sockets, OutboundStream stream, PlayoutStream playout, SideTaps taps, MediaCounters counters)
{
    private const int MaxPacketBytes = Transcoder.MaxPacketBytes;

    private const int DtmfEventBytes = 4;

    private readonly KeySender _keys = new();
    private RemoteMedia? _remote;
    private PayloadFormat _format; // of the remote, read for every packet
    private IAudioCodec? _codec;
    private IAudioEncoder? _encoder; // of what we play; made when it is first needed
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

    /// <summary>Keys are being sent or wait.</summary>
    public bool HasKeys => _keys.HasWork;

    /// <summary>While a mix feeds this leg: taps are shown what the peer leg says and not the mix.</summary>
    public bool ShowsPeer { get; set; }

    public void SetRemote(RemoteMedia remote)
    {
        if (_remote?.Codec != remote.Codec) CloseEncoder();
        _remote = remote;
        _format = remote.Codec;
        _maySend = remote.MaySend;
        AudioCodecs.TryFind(remote.Codec, out _codec);
    }

    /// <summary>Sends a packet of the peer leg on. The buffer may be changed.</summary>
    public void Relay(byte* buffer, int length, in RtpPacket packet, RelayRoute? route, long now)
    {
        byte payloadType = route?.Map(packet.PayloadType) ?? RelayRoute.Blocked;
        if (payloadType >= RelayRoute.Mixed || !_maySend || _keys.IsActive)
        {
            if (payloadType == RelayRoute.Mixed) Show(packet, route!, now);
            else CountDrop();
            return;
        }
        var bytes = new Span<byte>(buffer, length);
        bool audio = payloadType == _format.PayloadType;
        if (audio && route!.Conversion is { } conversion) Convert(bytes.Slice(packet.HeaderBytes, packet.Payload.Length), conversion);
        if (route!.ScalesEvents && packet.PayloadType == route.EventPayloadType && packet.Payload.Length >= DtmfEventBytes)
            Transcoder.ScaleDuration(bytes[packet.HeaderBytes..], route.FromEventClockHz, route.ToEventClockHz);
        bytes[1] = (byte)((bytes[1] & 0x80) | payloadType);
        SendRelayed(buffer, length, packet, audio, now);
    }

    /// <summary>Sends a packet that was transcoded, if it may still go out.</summary>
    public void SendTranscoded(TranscodeWork work, long now)
    {
        fixed (byte* bytes = work.Bytes)
        {
            if (!_maySend || _keys.IsActive || !RtpPacket.TryParse(new ReadOnlySpan<byte>(bytes, work.Length), out RtpPacket packet, out _)) CountDrop();
            else SendRelayed(bytes, work.Length, packet, work.IsAudio && (work.Mix is null || !ShowsPeer), now);
        }
    }

    /// <summary>A packet for this leg was given up on the way.</summary>
    public void CountDrop()
    {
        Volatile.Write(ref _dropped, _dropped + 1);
        counters.Dropped++;
    }

    // The peer leg's packet is in the mix already; here it only stands in for the mix.
    private void Show(in RtpPacket packet, RelayRoute route, long now)
    {
        if (ShowsPeer && taps.HasAny && route.Source is { } codec && packet.PayloadType == route.SourcePayloadType)
            taps.OnPacket(codec, packet.Ssrc, packet.Timestamp, packet.Payload, now);
    }

    private void SendRelayed(byte* buffer, int length, in RtpPacket packet, bool audio, long now)
    {
        uint timestamp = stream.Relay(new Span<byte>(buffer, length), packet, _format.ClockRateHz, now);
        if (!Send(buffer, length, packet.Payload.Length)) return;
        counters.Relayed++;
        if (!taps.HasAny || _codec is null) return;
        if (audio) taps.OnPacket(_codec, stream.Ssrc, timestamp, packet.Payload, now);
        else if (packet.PayloadType == RelayRoute.ComfortNoise) taps.OnNoise(_codec, stream.Ssrc, timestamp, packet.Payload, now);
    }

    public void SendKey(char key, int durationMs)
    {
        if (!_maySend || !_keys.TryAdd(key, durationMs)) CountDrop();
    }

    /// <summary>Each tick.</summary>
    /// <returns>Whether a key is being sent: nothing else may be.</returns>
    public bool TickKeys(long now)
    {
        if (!_keys.HasWork) return false;
        if (!_maySend)
        {
            _keys.Clear();
            return false;
        }
        byte* packet = stackalloc byte[MaxPacketBytes];
        var bytes = new Span<byte>(packet, MaxPacketBytes);
        int length = _keys.Next(bytes, _remote!, Encoder, stream, now);
        if (length == 0) return _keys.IsActive;
        counters.Played++;
        Send(packet, length, length - RtpPacket.MinHeaderBytes);
        if (_keys.WroteAudio && taps.HasAny) taps.OnPacket(_codec!, stream.Ssrc, stream.LastTimestamp, bytes[RtpPacket.MinHeaderBytes..length], now);
        return true;
    }

    /// <summary>A tick of a leg that is not connected.</summary>
    public void Play(long tick, long now)
    {
        if (!_maySend || _remote is not { } remote || _codec is null || !playout.Tick(remote.PacketTimeMs, tick)) return;
        byte* packet = stackalloc byte[MaxPacketBytes];
        var bytes = new Span<byte>(packet, MaxPacketBytes);
        int length = playout.Write(bytes, stream, Encoder!, remote.Codec, now);
        if (length == 0) return;
        counters.Played++;
        Send(packet, length, length - RtpPacket.MinHeaderBytes);
        if (taps.HasAny) taps.OnPacket(_codec, stream.Ssrc, stream.LastTimestamp, bytes[RtpPacket.MinHeaderBytes..length], now);
    }

    public void Close() => CloseEncoder();

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

    private IAudioEncoder? Encoder => _encoder ??= _codec?.CreateEncoder(playout.SampleRateHz, _remote!.Codec);

    private void CloseEncoder()
    {
        _encoder?.Dispose();
        _encoder = null;
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
}
