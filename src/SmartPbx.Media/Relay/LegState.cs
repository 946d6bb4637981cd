using SmartPbx.Media.Recording;
using SmartPbx.Media.Rtp;

namespace SmartPbx.Media.Relay;

/// <summary>
/// One leg as the relay thread sees it; <see cref="MediaLeg"/> is the handle others hold. Wires the parts together: sockets and source
/// lock, what arrives, what is sent, RTCP and taps. Only counters and the playout queue are touched by other threads.
/// </summary>
internal sealed unsafe class LegState
{
    private const int DefaultSampleRateHz = 8000;
    private const int TicksBetweenReports = 250; // five seconds (RFC 3550 section 6.2)

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
    private RemoteMedia? _remote;
    private bool _mayReceive; // of the remote, read for every packet
    private LegState? _peer;
    private RelayRoute? _route; // how this leg's packets reach the peer leg
    private long _malformed;
    private long _dropped;
    private long _openedAtTick;

    public LegState(RelayThread relay, BoundPair pair, IMediaEvents events)
    {
        _relay = relay;
        Pair = pair;
        Playout = new PlayoutQueue(DefaultSampleRateHz);
        _events = new LegEvents(events, relay.Counters);
        _sockets = new LegSockets(relay, pair, this);
        _stream = new OutboundStream(relay.Options.NextRandom, relay.Options.TimeProvider.TimestampFrequency);
        _rtcp = new RtcpSession(_stream, _reception, relay.Options);
        _playout = new PlayoutStream(Playout);
        _inboundTaps = new SideTaps(SampleRateHz, relay.Counters);
        _outboundTaps = new SideTaps(SampleRateHz, relay.Counters);
        _inbound = new LegInbound(_reception, _inboundTaps, _events, relay.Options);
        _outbound = new LegOutbound(_sockets, _stream, _playout, _outboundTaps, relay.Counters);
    }

    public BoundPair Pair { get; }

    public PlayoutQueue Playout { get; }

    public int SampleRateHz => Playout.SampleRateHz;

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
        Disconnect();
        _inboundTaps.Close();
        _outboundTaps.Close();
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
        _relay.Counters.Received++;
        _inbound.OnPacket(packet, length, now);
        _peer?._outbound.Relay(buffer, length, packet, _route, now);
    }

    public void OnRtcpReadable(byte* buffer, int capacity, long now)
    {
        int length = _sockets.ReceiveRtcp(buffer, capacity);
        if (length <= 0) return;
        if (RtcpReader.IsRtcp(new Span<byte>(buffer, length))) OnRtcp(buffer, length, now);
        else CountMalformed();
    }

    public void OnStrayReadable(byte* buffer, int capacity) => _sockets.ReceiveStray(buffer, capacity);

    /// <summary>Now and then: whether the peer has fallen silent or let go of a key.</summary>
    public void Sweep(long now) => _inbound.Tick(now);

    /// <summary>Every 20 ms while the leg plays or is tapped.</summary>
    public void Tick(long tick, long now)
    {
        _inbound.Tick(now);
        if (_peer is null && _remote is not null)
        {
            _outbound.Play(tick, now);
            if ((tick - _openedAtTick) % TicksBetweenReports == TicksBetweenReports - 1) SendReport(now);
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
        Source = _sockets.Source,
    };

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
        if (_peer is null) return;
        _peer._rtcp.Adapt(bytes, _stream, now);
        _peer._outbound.SendRtcp(buffer, length);
    }

    private void SendReport(long now)
    {
        if (!_stream.HasStarted && !_reception.HasStream) return;
        byte* report = stackalloc byte[RtcpWriter.MaxBytes];
        int length = _rtcp.Compose(
            new Span<byte>(report, RtcpWriter.MaxBytes), _outbound.Packets, _outbound.PayloadBytes, _remote!.Codec.ClockRateHz, now);
        _outbound.SendRtcp(report, length);
    }

    private void Reroute() => _route = _remote is not null && _peer?._remote is not null ? RelayRoute.Between(_remote, _peer._remote) : null;

    private void Disconnect()
    {
        if (_peer is null) return;
        (LegState peer, _peer, _route) = (_peer, null, null);
        (peer._peer, peer._route) = (null, null);
        Schedule();
        peer.Schedule();
    }

    private void Schedule() => _relay.SetBusy(this, IsOpen && (_peer is null || _inboundTaps.NeedsTicks || _outboundTaps.NeedsTicks));

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
