using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SmartPbx.Media.Relay;

/// <summary>
/// The sockets of one leg and the lock on its source. Unlocked, we receive from anybody and send to the SDP address. The lock connects the
/// RTP socket to the source, and from then on the kernel sorts: the source's packets arrive here, all others at a second socket
/// on the same port, where they are only counted. A leg may have its ports in both address families: the peer's address says which are in use.
/// Relay thread only.
/// </summary>
internal sealed unsafe class LegSockets
{
    private const int StrayBufferBytes = 4096;

    // Packets that were queued before connect(2) may be of anyone: reads compare addresses until the queue was empty once, which it is after so many at most.
    private const int GuardedReadsAfterLock = 1024;

    // One may still have been on its way into the queue just then.
    private const int GuardedReadsAfterEmptyQueue = 4;

    // A peer that moved may still be heard from its old address: so many packets of it (one second) do not lock us to it again.
    private const int FormerSourceReads = 50;

    private readonly RelayThread _relay;
    private readonly LegState _leg;
    private SocketPair _used;
    private SocketPair? _idle; // of the other address family
    private UdpSocket _rtpSocket; // that of _used, without the way over it
    private RelaySocket? _stray;
    private NativeAddress _source; // of the lock, or of the packet just read
    private NativeAddress _lock;
    private NativeAddress _former; // the lock before the last change of address
    private int _formerReads;
    private NativeAddress _target; // RTP while unlocked
    private NativeAddress _rtcpTarget;
    private IPEndPoint? _sdpRtp;
    private bool _hasTarget;
    private bool _hasRtcpTarget;
    private int _guardedReads;
    private long _ignored;
    private Latching _latching = Latching.FirstSource;

    public LegSockets(RelayThread relay, BoundPair pair, LegState leg)
    {
        _relay = relay;
        _leg = leg;
        _rtpSocket = pair.Rtp;
        _used = new SocketPair(pair, new RelaySocket(pair.Rtp, SocketRole.Rtp, leg), new RelaySocket(pair.Rtcp, SocketRole.Rtcp, leg));
    }

    public bool IsLocked { get; private set; }

    public bool IsMultiplexed { get; private set; }

    /// <summary>Just locked: read until nothing is left, so that no stranger's packet stays in the queue.</summary>
    public bool IsGuarded => _guardedReads > 0;

    /// <summary>Connected to the source, and no stranger's packet waits any more: the RTP socket may be used as it is.</summary>
    public bool IsPlain => IsLocked && _guardedReads == 0;

    public RelaySocket Rtp => _used.Rtp;

    public IPEndPoint? Source { get; private set; }

    public long IgnoredPackets => Volatile.Read(ref _ignored);

    public void Open() => Register(_used);

    public void Close()
    {
        CloseStray();
        Unregister(_used);
        if (_idle is { } idle) Unregister(idle);
    }

    /// <summary>The same ports in the other address family, at rest until a peer there is named.</summary>
    public void Add(BoundPair pair)
    {
        var idle = new SocketPair(pair, new RelaySocket(pair.Rtp, SocketRole.IdleRtp, _leg), new RelaySocket(pair.Rtcp, SocketRole.IdleRtcp, _leg));
        Register(idle);
        _idle = idle;
    }

    public void SetRemote(RemoteMedia remote)
    {
        bool specified = remote.Rtp.Port != 0 && !remote.Rtp.Address.Equals(IPAddress.Any) && !remote.Rtp.Address.Equals(IPAddress.IPv6Any);
        bool changed = (specified && !remote.Rtp.Equals(_sdpRtp)) || remote.Latching != _latching;
        _latching = remote.Latching;
        if (specified) ChangeFamily(remote.Rtp.AddressFamily);
        if (specified) SetTargets(remote);
        if (!changed) return;
        Unlock();
        if (_latching == Latching.SdpAddress && _hasTarget) Lock(ref _target);
    }

    /// <summary>One RTP datagram.</summary>
    /// <returns>Its length; 0 or less when nothing usable was read.</returns>
    public int Receive(byte* buffer, int length)
    {
        if (IsLocked && _guardedReads == 0) return _rtpSocket.Receive(buffer, length);
        int read = _rtpSocket.ReceiveFrom(buffer, length, ref _source);
        if (read < 0)
        {
            if (Marshal.GetLastSystemError() == Libc.TryAgain) _guardedReads = Math.Min(_guardedReads, GuardedReadsAfterEmptyQueue);
            return read;
        }
        if (IsLocked) _guardedReads--;
        if (IsLocked ? _source.Equals(ref _lock) : MayBecomeSource()) return read;
        CountIgnored();
        return 0;
    }

    /// <summary>The packet just received is valid: its source becomes the source.</summary>
    public void LockToLastSource() => Lock(ref _source);

    /// <summary>One RTCP datagram of a source that belongs to the stream.</summary>
    public int ReceiveRtcp(byte* buffer, int length)
    {
        int read = _used.Rtcp.Socket.ReceiveFrom(buffer, length, ref _source);
        if (read <= 0) return read;
        bool known = _hasRtcpTarget && _source.Equals(ref _rtcpTarget);
        bool sameHost = IsLocked && _latching == Latching.FirstSource && _source.SameHost(ref _lock);
        if (!known && !sameHost)
        {
            CountIgnored();
            return 0;
        }
        _rtcpTarget = _source;
        _hasRtcpTarget = true;
        return read;
    }

    /// <summary>Has the RTP socket read in the cheapest way from now on, if its state allows it.</summary>
    public void PlanReading()
    {
        if (IsPlain) _relay.ReadPlain(_used.Rtp);
    }

    public void ReceiveStray(byte* buffer, int length)
    {
        if (_stray?.Socket.Receive(buffer, length) >= 0) CountIgnored();
    }

    /// <summary>Nobody is meant to send to the family that is not in use: dropped, so that nothing old waits there should it come into use.</summary>
    public void ReceiveIdle(byte* buffer, int length, SocketRole role)
    {
        if (_idle is { } idle && (role == SocketRole.IdleRtp ? idle.Rtp : idle.Rtcp).Socket.Receive(buffer, length) >= 0) CountIgnored();
    }

    public bool Send(byte* buffer, int length) =>
        IsLocked ? _relay.Send(_used.Rtp, buffer, length) : _hasTarget && _rtpSocket.SendTo(buffer, length, ref _target);

    public bool SendRtcp(byte* buffer, int length) =>
        IsMultiplexed ? Send(buffer, length) : _hasRtcpTarget && _used.Rtcp.Socket.SendTo(buffer, length, ref _rtcpTarget);

    // An SDP lock that could not be taken yet (hold, no route) still admits nobody else.
    private bool MayBecomeSource()
    {
        if (_formerReads > 0 && _source.Equals(ref _former) && !_source.Equals(ref _target))
        {
            _formerReads--;
            return false;
        }
        return _latching == Latching.FirstSource || (_hasTarget && _source.Equals(ref _target));
    }

    private void ChangeFamily(AddressFamily family)
    {
        if (_idle is not { } next || family == _used.Bound.Address.AddressFamily || family != next.Bound.Address.AddressFamily) return;
        Unlock();
        Assign(_used, SocketRole.IdleRtp, SocketRole.IdleRtcp);
        Assign(next, SocketRole.Rtp, SocketRole.Rtcp);
        (_used, _idle, _rtpSocket) = (next, _used, next.Bound.Rtp);
        _formerReads = 0; // nothing of the former address arrives here
    }

    private void SetTargets(RemoteMedia remote)
    {
        IPEndPoint rtcp = remote.Rtcp ?? new IPEndPoint(remote.Rtp.Address, Math.Min(65_535, remote.Rtp.Port + 1));
        IsMultiplexed = rtcp.Equals(remote.Rtp);
        if (!remote.Rtp.Equals(_sdpRtp) || !_hasRtcpTarget) _rtcpTarget = NativeAddress.From(rtcp, _rtpSocket.Family);
        _sdpRtp = remote.Rtp;
        _target = NativeAddress.From(remote.Rtp, _rtpSocket.Family);
        _hasTarget = _hasRtcpTarget = _target.Family == _rtpSocket.Family;
    }

    private void Lock(ref NativeAddress source)
    {
        _lock = source;
        if (!_rtpSocket.Connect(ref _lock)) return; // no route: stays unlocked, the next packet tries again
        IsLocked = true;
        _guardedReads = GuardedReadsAfterLock;
        OpenStray();
        Source = _lock.ToEndPoint();
    }

    private void Unlock()
    {
        if (!IsLocked) return;
        CloseStray();
        _relay.ReadGuarded(_used.Rtp);
        _rtpSocket.Disconnect();
        (_former, _formerReads) = (_lock, FormerSourceReads);
        IsLocked = false;
        _guardedReads = 0;
        Source = null;
    }

    private void OpenStray()
    {
        _rtpSocket.AllowSharing();
        UdpSocket? socket = UdpSocket.TryBind(new IPEndPoint(_used.Bound.Address, _used.Bound.RtpPort), shared: true, out _);
        if (socket is not { } bound) return; // no descriptors left: strays are then refused by the kernel, uncounted
        bound.LimitReceiveBuffer(StrayBufferBytes);
        _relay.Register(_stray = new RelaySocket(bound, SocketRole.Stray, _leg));
    }

    private void CloseStray()
    {
        if (_stray is not null) _relay.Unregister(_stray);
        _stray = null;
    }

    private void Register(SocketPair pair)
    {
        _relay.Register(pair.Rtp);
        _relay.Register(pair.Rtcp);
    }

    private void Unregister(SocketPair pair)
    {
        _relay.Unregister(pair.Rtp);
        _relay.Unregister(pair.Rtcp);
    }

    private void Assign(SocketPair pair, SocketRole rtp, SocketRole rtcp)
    {
        _relay.Assign(pair.Rtp, rtp);
        _relay.Assign(pair.Rtcp, rtcp);
    }

    private void CountIgnored()
    {
        Volatile.Write(ref _ignored, _ignored + 1);
        _relay.Counters.Ignored++;
    }

    private sealed record SocketPair(BoundPair Bound, RelaySocket Rtp, RelaySocket Rtcp);
}
