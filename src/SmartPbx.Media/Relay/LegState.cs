using SmartPbx.Media.Mixing;
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
    private readonly PacketLane _lane;
    private readonly LegRtcp _rtcp;
    private readonly PlayoutStream _playout;
    private readonly LegTaps _taps;
    private readonly LegInbound _inbound;
    private readonly LegOutbound _outbound;
    private readonly LegEvents _events;
    private readonly LegFigures _figures;
    private RemoteMedia? _remote;
    private bool _mayReceive; // of the remote, read for every packet
    private LegState? _peer;
    private MixDesk? _mix; // what feeds this leg in place of the peer leg and the playout
    private RelayRoute? _route; // how this leg's packets reach the peer leg
    private long _openedAtTick;

    public LegState(RelayThread relay, BoundPair pair, IMediaEvents events)
    {
        _relay = relay;
        Pair = pair;
        Playout = new PlayoutQueue();
        _events = new LegEvents(events, relay.Counters);
        _sockets = new LegSockets(relay, pair, this);
        _stream = new OutboundStream(relay.Options.NextRandom, relay.Options.TimeProvider.TimestampFrequency, _reception);
        _lane = new PacketLane(this, _reception, _stream, relay);
        _playout = new PlayoutStream(Playout);
        _taps = new LegTaps(relay.Counters, Schedule);
        _inbound = new LegInbound(_lane, _taps.Inbound, _events, relay.Options);
        _outbound = new LegOutbound(_sockets, _lane, _stream, _playout, _taps.Outbound, relay.Counters);
        _rtcp = new LegRtcp(new RtcpSession(_stream, _reception, relay.Options), _stream, _reception, _lane, _outbound, new ReportTimer(relay.Options.NextRandom()));
        _figures = new LegFigures(_lane, _sockets, _reception, _outbound, _rtcp.Session);
    }

    public BoundPair Pair { get; }

    public PacketLane Lane => _lane;

    public LegSockets Sockets => _sockets;

    public LegTaps Taps => _taps;

    public PlayoutQueue Playout { get; }

    public int SampleRateHz => Playout.SampleRateHz;

    /// <summary>What the peer's SDP says; null before. Also for the media threads.</summary>
    public RemoteMedia? Remote => Volatile.Read(ref _remote);

    public bool IsOpen { get; private set; }

    public bool IsClosed { get; private set; }

    /// <summary>Place among the legs of the relay.</summary>
    public int Slot { get; set; }

    /// <summary>Place among the legs that need every tick; negative while this one only relays.</summary>
    public int BusySlot { get; set; } = -1;

    /// <summary>Sockets of this leg that the kernel has not let go of yet. Until then its ports are not free.</summary>
    public int LeavingSockets { get; set; }

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
        if (_remote is not null) _rtcp.Leave(_remote.Codec.ClockRateHz, _relay.Options.TimeProvider.GetTimestamp());
        Disconnect();
        _mix = null;
        _taps.Close();
        _inbound.Close();
        _outbound.Close();
        _sockets.Close();
        IsOpen = false;
        IsClosed = true;
        _relay.SetBusy(this, false);
    }

    /// <summary>One of <see cref="LeavingSockets"/> is closed.</summary>
    public void OnSocketLeft()
    {
        if (--LeavingSockets == 0) _relay.Free(this);
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

    /// <summary>The RTP socket is readable and the lane closed: one datagram, or all that wait when the source has just been locked.</summary>
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

    /// <summary>One datagram of the peer, the long way.</summary>
    public void OnDatagram(byte* buffer, int length, long now)
    {
        var bytes = new Span<byte>(buffer, length);
        if (RtcpReader.IsRtcp(bytes))
        {
            if (_sockets.IsLocked && _sockets.IsMultiplexed) OnRtcp(buffer, length, now);
            else _lane.CountDropped();
            return;
        }
        if (!RtpPacket.TryParse(bytes, out RtpPacket packet, out _))
        {
            _lane.CountMalformed();
            return;
        }
        if (!_mayReceive)
        {
            _lane.CountDropped();
            return;
        }
        if (!_sockets.IsLocked) _sockets.LockToLastSource();
        if (packet.Ssrc == _stream.Ssrc && _stream.HasStarted) _stream.LeaveSsrc();
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
        else _lane.CountMalformed();
    }

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
            _rtcp.Tick(tick, _remote.Codec.ClockRateHz, now);
        }
        _taps.Tick((tick - _openedAtTick) * SampleRateHz / 50, now);
    }

    public LegStatistics ReadStatistics() => _figures.Read(Remote?.Codec.ClockRateHz);

    // Between different streams reports say nothing to the other end: then each leg has its own RTCP, as while it plays or hears a mix.
    private bool EndsRtcp => _peer is null || _route?.Transcoder is not null || _mix is not null || _peer._mix is not null;

    private void OnRtcp(byte* buffer, int length, long now)
    {
        if (!_rtcp.Receive(buffer, length, now)) _lane.CountMalformed();
        else if (_peer is not null && !EndsRtcp) _rtcp.Relay(_peer._rtcp, buffer, length, now);
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
        if (_route!.Map(payloadType) == RelayRoute.Blocked) _peer!._outbound.CountDrop();
        else if (!transcoder.Thread.Post(this, _route, packet)) _peer!._outbound.CountOverload();
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
    private void Schedule()
    {
        _relay.SetBusy(this, IsOpen && (EndsRtcp || _outbound.HasKeys || _taps.NeedTicks));
        PlanLane();
        _peer?.PlanLane();
    }

    // Open while this leg's packets concern nobody but the other side's peer. Whatever ends that calls Schedule; what begins it may wait for the sweep.
    private void PlanLane()
    {
        _sockets.PlanReading();
        bool passes = _route is { IsPlain: true } && _mayReceive && _sockets.IsPlain && !_inbound.HasWatchers && !_reception.IsCurrent(_stream.Ssrc);
        if (passes && _peer!._sockets.IsLocked && _peer._outbound.IsPlain) _lane.Open(_peer._lane, _sockets.Rtp, _peer._sockets.Rtp, _remote!.Codec, _peer._remote!.Codec);
        else _lane.Close();
    }

    /// <summary>A packet of the peer leg was refused by the kernel.</summary>
    public void CountSendError() => _outbound.CountError();
}
