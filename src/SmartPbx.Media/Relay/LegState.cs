using SmartPbx.Media.Mixing;
using SmartPbx.Media.Recording;
using SmartPbx.Media.Rtp;

namespace SmartPbx.Media.Relay;

/// <summary>
/// One leg as the relay thread sees it; <see cref="MediaLeg"/> is the handle others hold. Wires the parts together: sockets and source
/// lock, what arrives, what is sent, RTCP and taps. Only counters and the playout queue are touched by other threads.
/// </summary>
internal sealed unsafe class LegState
{
    private readonly RelayThread _relay;
    private readonly LegSockets _sockets;
    private readonly OutboundStream _stream;
    private readonly ReceptionStatistics _reception = new();
    private readonly RtcpSession _rtcp;
    private readonly PlayoutStream _playout;
    private readonly SideTaps _inboundTaps;
    private readonly SideTaps _outboundTaps;
    private readonly LegInbound _inbound;
    private readonly LegOutbound _outbound;
    private readonly LegEvents _events;
    private readonly ReportTimer _reports;
    private RemoteMedia? _remote;
    private bool _mayReceive; // of the remote, read for every packet
    private LegState? _peer;
    private MixDesk? _mix; // what feeds this leg in place of the peer leg and the playout
    private RelayRoute? _route; // how this leg's packets reach the peer leg
    private long _malformed;
    private long _dropped;
    private long _openedAtTick;

    public LegState(RelayThread relay, BoundPair pair, IMediaEvents events)
    {
        _relay = relay;
        Pair = pair;
        Playout = new PlayoutQueue();
        _events = new LegEvents(events, relay.Counters);
        _sockets = new LegSockets(relay, pair, this);
        _stream = new OutboundStream(relay.Options.NextRandom, relay.Options.TimeProvider.TimestampFrequency, _reception);
        _reports = new ReportTimer(relay.Options.NextRandom());
        _rtcp = new RtcpSession(_stream, _reception, relay.Options);
        _playout = new PlayoutStream(Playout);
        _inboundTaps = new SideTaps(relay.Counters);
        _outboundTaps = new SideTaps(relay.Counters);
        _inbound = new LegInbound(_reception, _inboundTaps, _events, relay.Options);
        _outbound = new LegOutbound(_sockets, _stream, _playout, _outboundTaps, relay.Counters);
    }

    public BoundPair Pair { get; }

    public PlayoutQueue Playout { get; }

    public int SampleRateHz => Playout.SampleRateHz;

    /// <summary>What the peer's SDP says; null before. Also for the media threads.</summary>
    public RemoteMedia? Remote => Volatile.Read(ref _remote);

    public bool IsOpen { get; private set; }

    public bool IsClosed { get; private set; }

    /// <summary>Place among the legs that need every tick; negative while this one only relays.</summary>
    public int BusySlot { get; set; } = -1;

    public MediaLeg? Handle
    {
        set => _events.Leg = value;
    }

    public void Open(long tick)
    {
        _openedAtTick = tick;
        _sockets.Open();
        IsOpen = true;
        Schedule();
    }

    public void Close()
    {
        if (_stream.HasStarted) SendReport(_relay.Options.TimeProvider.GetTimestamp(), goodbye: true);
        Disconnect();
        _mix = null;
        _inboundTaps.Close();
        _outboundTaps.Close();
        _inbound.Close();
        _outbound.Close();
        _sockets.Close();
        IsOpen = false;
        IsClosed = true;
        _relay.SetBusy(this, false);
    }

    public void SetRemote(RemoteMedia remote, long now)
    {
        _sockets.SetRemote(remote);
        _inbound.SetRemote(remote, now);
        _outbound.SetRemote(remote);
        _remote = remote;
        _mayReceive = remote.MayReceive;
        Reroute();
        _peer?.Reroute();
    }

    public void Connect(LegState? peer)
    {
        if (peer == _peer && peer is not null) return;
        Disconnect();
        if (peer is null || peer == this || peer.IsClosed) return;
        peer.Disconnect();
        (_peer, peer._peer) = (peer, this);
        Reroute();
        peer.Reroute();
        Schedule();
        peer.Schedule();
    }

    /// <summary>A mix feeds this leg from now on. When it is private, taps and recordings go on with what the peer leg says.</summary>
    public void HearMix(MixDesk mix, bool isPrivate)
    {
        if (IsClosed) return;
        _outbound.ShowsPeer = isPrivate;
        SetMix(mix);
    }

    /// <summary>Back to the peer leg or the playout, unless another mix has taken over.</summary>
    public void LeaveMix(MixDesk mix)
    {
        if (_mix == mix) SetMix(null);
    }

    private void SetMix(MixDesk? mix)
    {
        if (mix == _mix) return;
        _mix = mix;
        _peer?.Reroute();
        Schedule();
    }

    public void SendKey(char key, int durationMs)
    {
        _outbound.SendKey(key, durationMs);
        Schedule();
    }

    public void SetKeepAlive(bool on) => _playout.KeepAlive = on;

    public void Add(AudioTap tap)
    {
        Taps(tap.Side).Add(tap);
        Schedule();
    }

    public void Remove(AudioTap tap)
    {
        Taps(tap.Side).Remove(tap);
        Schedule();
    }

    public void Add(PacketTap tap) => Taps(tap.Side).Add(tap);

    public void Remove(PacketTap tap) => Taps(tap.Side).Remove(tap);

    /// <summary>The RTP socket is readable: one datagram, or all that wait when the source has just been locked.</summary>
    public void OnRtpReadable(byte* buffer, int capacity, long now)
    {
        do
        {
            int length = _sockets.Receive(buffer, capacity);
            if (length <= 0) return;
            OnDatagram(buffer, length, now);
        }
        while (_sockets.IsGuarded);
    }

    private void OnDatagram(byte* buffer, int length, long now)
    {
        var bytes = new Span<byte>(buffer, length);
        if (RtcpReader.IsRtcp(bytes))
        {
            if (_sockets.IsLocked && _sockets.IsMultiplexed) OnRtcp(buffer, length, now);
            else CountDrop();
            return;
        }
        if (!RtpPacket.TryParse(bytes, out RtpPacket packet, out _))
        {
            CountMalformed();
            return;
        }
        if (!_mayReceive)
        {
            CountDrop();
            return;
        }
        if (!_sockets.IsLocked) _sockets.LockToLastSource();
        if (packet.Ssrc == _stream.Ssrc && _stream.HasStarted) _stream.LeaveSsrc();
        _relay.Counters.Received++;
        _inbound.OnPacket(packet, length, now);
        if (_peer is null) return;
        if (_route?.Transcoder is { } transcoder) Transcode(transcoder, new ReadOnlySpan<byte>(buffer, length), packet.PayloadType);
        else _peer._outbound.Relay(buffer, length, packet, _route, now);
    }

    /// <summary>A packet of this leg's peer comes back from transcoding.</summary>
    public void OnTranscoded(TranscodeWork work, long now)
    {
        if (_peer is not null && work.Route!.Transcoder == _route?.Transcoder) _peer._outbound.SendTranscoded(work, now);
    }

    /// <summary>A packet of the mix that feeds this leg.</summary>
    public void OnMixed(TranscodeWork work, long now)
    {
        if (work.Mix == _mix && IsOpen) _outbound.SendTranscoded(work, now);
    }

    public void OnRtcpReadable(byte* buffer, int capacity, long now)
    {
        int length = _sockets.ReceiveRtcp(buffer, capacity);
        if (length <= 0) return;
        if (RtcpReader.IsRtcp(new Span<byte>(buffer, length))) OnRtcp(buffer, length, now);
        else CountMalformed();
    }

    /// <summary>The same ports in the other address family.</summary>
    public void Add(BoundPair pair) => _sockets.Add(pair);

    public void OnIdleReadable(byte* buffer, int capacity, SocketRole role) => _sockets.ReceiveIdle(buffer, capacity, role);

    public void OnStrayReadable(byte* buffer, int capacity) => _sockets.ReceiveStray(buffer, capacity);

    /// <summary>Now and then: whether the peer has fallen silent or let go of a key, and whether ticks are still needed.</summary>
    public void Sweep(long now)
    {
        _inbound.Tick(now);
        Schedule();
    }

    /// <summary>Every 20 ms while the leg has more to do than to relay.</summary>
    public void Tick(long tick, long now)
    {
        _inbound.Tick(now);
        bool sendsKey = _outbound.TickKeys(now);
        if (_route?.Transcoder is { NeedsTicks: true } transcoder) transcoder.Thread.Post(this, _route, []);
        if (EndsRtcp && _remote is not null)
        {
            if (_peer is null && _mix is null && !sendsKey) _outbound.Play(tick, now);
            if (_reports.IsDue(tick)) SendReport(now);
        }
        long position = (tick - _openedAtTick) * SampleRateHz / 50;
        _inboundTaps.Tick(position, now);
        _outboundTaps.Tick(position, now);
    }

    public LegStatistics ReadStatistics() => new()
    {
        PacketsReceived = _inbound.Packets,
        BytesReceived = _inbound.Bytes,
        PacketsSent = _outbound.Packets,
        BytesSent = _outbound.Bytes,
        PacketsLost = _reception.Lost,
        JitterMs = _reception.JitterMs,
        SsrcChanges = _reception.SsrcChanges,
        IgnoredSourcePackets = _sockets.IgnoredPackets,
        MalformedPackets = Volatile.Read(ref _malformed),
        DroppedPackets = Volatile.Read(ref _dropped) + _outbound.Dropped,
        SendErrors = _outbound.Errors,
        RoundTripTime = _rtcp.RoundTripTime,
        RemoteFractionLost = _rtcp.RemoteFractionLost,
        LossEvents = _reception.LossEvents,
        RemotePacketsLost = _rtcp.RemoteLost,
        RemoteJitterMs = _rtcp.RemoteJitterUnits * 1000.0 / _remote?.Codec.ClockRateHz,
        RemoteMos = _rtcp.RemoteMos,
        RemoteDiscarded = _rtcp.RemoteDiscarded,
        Source = _sockets.Source,
    };

    // Between different streams reports say nothing to the other end: then each leg has its own RTCP, as while it plays or hears a mix.
    private bool EndsRtcp => _peer is null || _route?.Transcoder is not null || _mix is not null || _peer._mix is not null;

    private SideTaps Taps(TapSide side) => side == TapSide.Inbound ? _inboundTaps : _outboundTaps;

    private void OnRtcp(byte* buffer, int length, long now)
    {
        var bytes = new Span<byte>(buffer, length);
        if (!_rtcp.Receive(bytes, now))
        {
            CountMalformed();
            return;
        }
        _inbound.OnRtcp(now);
        if (_peer is null || EndsRtcp) return;
        _peer._rtcp.Adapt(bytes, _stream, now);
        _peer._outbound.SendRtcp(buffer, length);
    }

    private void SendReport(long now, bool goodbye = false)
    {
        if (!_stream.HasStarted && !_reception.HasStream) return;
        byte* report = stackalloc byte[RtcpWriter.MaxBytes];
        int length = _rtcp.Compose(
            new Span<byte>(report, RtcpWriter.MaxBytes), _outbound.Packets, _outbound.PayloadBytes, _remote!.Codec.ClockRateHz, now);
        if (goodbye) length += RtcpWriter.WriteGoodbye(new Span<byte>(report + length, RtcpWriter.MaxBytes - length), _stream.Ssrc);
        _outbound.SendRtcp(report, length);
    }

    private void Reroute()
    {
        if (_remote is not null && _peer?._remote is not null) _route = RelayRoute.Between(_remote, _peer._remote, _route, _relay.Transcoding, _peer._mix is not null);
        else DropRoute();
        Schedule();
    }

    private void DropRoute()
    {
        _route?.Close();
        _route = null;
    }

    private void Transcode(Transcoder transcoder, ReadOnlySpan<byte> packet, byte payloadType)
    {
        if (_route!.Map(payloadType) == RelayRoute.Blocked || !transcoder.Thread.Post(this, _route, packet)) _peer!._outbound.CountDrop();
    }

    private void Disconnect()
    {
        if (_peer is null) return;
        LegState peer = _peer;
        peer.DropRoute();
        DropRoute();
        (peer._peer, _peer) = (null, null);
        Schedule();
        peer.Schedule();
    }

    // Whoever plays, transcodes, sends a key or is tapped needs every tick; whoever only relays does not.
    private void Schedule() => _relay.SetBusy(this, IsOpen && (EndsRtcp || _outbound.HasKeys || _inboundTaps.NeedsTicks || _outboundTaps.NeedsTicks));

    private void CountMalformed()
    {
        Volatile.Write(ref _malformed, _malformed + 1);
        _relay.Counters.MalformedInput++;
    }

    private void CountDrop()
    {
        Volatile.Write(ref _dropped, _dropped + 1);
        _relay.Counters.Dropped++;
    }
}
