using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using SmartPbx.Media.Mixing;
using SmartPbx.Media.RealTime;

namespace SmartPbx.Media.Relay;

/// <summary>
/// The loop: wait for packets, commands or the next 20 ms tick; nothing else happens here. The outer method owns start, end and faults, the
/// inner ones are bare. A pass takes one datagram of each readable socket, or the few that io_uring takes at a time, so that a flooded socket cannot
/// starve the others.
/// </summary>
internal sealed unsafe class RelayThread : IDisposable
{
    private const int MaxDatagramBytes = 2048;
    private const ulong WakeTag = ulong.MaxValue;
    private const ulong TickTag = WakeTag - 1;
    private const int MaxTicksToCatchUp = 5; // after a longer stall the missed frames are skipped
    private const int IdleTicks = 50; // without a leg for a second, it ticks no more: where calls come, the next one is near

    private readonly EpollSet _epoll = new();
    private readonly TickTimer _ticker = new(TimeSpan.FromMilliseconds(PlayoutStream.FrameMs));
    private readonly WakeEvent _wake = new();
    private readonly byte* _buffer = (byte*)NativeMemory.AllocZeroed(MaxDatagramBytes);
    private readonly ConcurrentQueue<MediaCommand> _commands = new();
    private readonly LegTable _legs = new();
    private readonly MixTable _mixes = new();
    private readonly SocketTable _sockets;
    private readonly Thread _thread;
    private readonly TimeProvider _time;
    private readonly long _lateTick;
    private RingIo? _ring;
    private long _lastTickAt;
    private long _tick;
    private long _ticksDue;
    private volatile bool _stopping;
    private volatile bool _isTicking;
    private int _idleTicks;
    private bool _started;

    public RelayThread(MediaEngineOptions options, PortPool ports, MediaCounters counters)
    {
        Options = options;
        Ports = ports;
        Counters = counters;
        _time = options.TimeProvider;
        _lateTick = _time.TimestampFrequency * PlayoutStream.FrameMs / 1000 * 5 / 4;
        _thread = new Thread(Run) { Name = "media-relay", IsBackground = true };
        _sockets = new SocketTable(_epoll, counters);
        _ring = options.MayUseIoRing ? RingIo.TryOpen(options.ReceiveBuffers, _sockets, _epoll, counters) : null;
        _epoll.Add(_wake.Fd, WakeTag);
        _epoll.Add(_ticker.Fd, TickTag);
        Transcoding = new TranscodingPool(this);
    }

    public MediaEngineOptions Options { get; }

    public PortPool Ports { get; }

    public MediaCounters Counters { get; }

    public TranscodingPool Transcoding { get; }

    /// <summary>Null where packets go by epoll, recv and send.</summary>
    public RingIo? Ring => _ring;

    public bool IsStopping => _stopping;

    public void Start()
    {
        _started = true;
        _thread.Start();
    }

    /// <summary>Any thread: hands a command over and wakes the relay.</summary>
    public void Post(MediaCommand command)
    {
        _commands.Enqueue(command);
        Signal();
    }

    /// <summary>Any thread: hands over a command that may wait for the next tick, 20 ms at most; a wake costs more than most commands.</summary>
    public void PostForTick(MediaCommand command)
    {
        _commands.Enqueue(command);
        Interlocked.MemoryBarrier(); // the relay sees the command, or this thread sees that it has stopped ticking
        if (!_isTicking) Signal();
    }

    /// <summary>Any thread: there is something to do.</summary>
    public void Signal() => _wake.Signal();

    public void Dispose()
    {
        if (_stopping) return;
        _stopping = true;
        _wake.Signal();
        if (_started) _thread.Join();
        else CloseAll();
        Transcoding.Dispose();
        _ring?.Dispose();
        _epoll.Dispose();
        _ticker.Dispose();
        _wake.Dispose();
        NativeMemory.Free(_buffer);
    }

    public void Register(RelaySocket socket) => _sockets.Add(socket);

    public void Unregister(RelaySocket socket)
    {
        if (_ring?.TryRelease(socket) != true) _sockets.Remove(socket);
    }

    /// <summary>The socket is connected to its peer, and nothing of strangers waits at it.</summary>
    public void ReadPlain(RelaySocket socket) => _ring?.Read(socket);

    /// <summary>Whoever reads the socket must look at sources from now on.</summary>
    public void ReadGuarded(RelaySocket socket) => _ring?.Leave(socket);

    /// <summary>Sends to the peer that the socket is connected to.</summary>
    public bool Send(RelaySocket socket, byte* buffer, int length) =>
        _ring is { } ring ? ring.Send(socket.Socket, socket.Slot, buffer, length) : socket.Socket.Send(buffer, length);

    /// <summary>What is read from the socket is for something else from now on.</summary>
    public void Assign(RelaySocket socket, SocketRole role) => _sockets.Assign(socket, role);

    /// <summary>Relay thread: whether the leg needs every tick from now on.</summary>
    public void SetBusy(LegState leg, bool isBusy) => _legs.SetBusy(leg, isBusy);

    private void Run()
    {
        PacketThreads.Join();
        if (_ring?.TryBegin() == false) StopRing();
        Action pass = RunPass;
        while (!_stopping) Guard(pass);
        Guard(CloseAll);
    }

    private void Guard(Action step)
    {
        try
        {
            step();
        }
        catch (Exception fault) // boundary: one leg's fault must not end the thread of all
        {
            Counters.FaultCount++;
            Options.OnFault?.Invoke(fault);
        }
    }

    private void StopRing()
    {
        _ring!.Dispose();
        _ring = null;
    }

    /// <summary>Transcoding thread: it caught an exception.</summary>
    public void OnTranscodingFault(Exception fault)
    {
        Interlocked.Increment(ref Counters.FaultCount);
        Options.OnFault?.Invoke(fault);
    }

    private void RunPass()
    {
        int ready = 0;
        if (_ring is { } waiting) waiting.Wait();
        else ready = _epoll.Wait();
        long now = _time.GetTimestamp();
        if (_ring is { } ring)
        {
            ring.Dispatch(now);
            ready = ring.PollEpoll();
        }
        for (int i = 0; i < ready; i++)
        {
            Prefetch(i, ready);
            ulong tag = _epoll.Tag(i);
            if (tag < TickTag) Dispatch(_sockets[tag], now);
            else if (tag == TickTag) _ticksDue += _ticker.Take();
            else _wake.Take();
        }
        _sockets.EndPass();
        if (!_commands.IsEmpty)
        {
            _ring?.SubmitSends();
            ApplyCommands(now);
        }
        Transcoding.Deliver(now);
        if (_ticksDue > 0) RunTicks(now);
    }

    // While one packet goes through the kernel, memory brings what the next ones need: of each other's legs nothing is left in the cache.
    private void Prefetch(int index, int ready)
    {
        if (index + 2 < ready && _epoll.Tag(index + 2) is < TickTag and var second) _sockets[second].Lane?.Prefetch();
        if (index + 1 < ready && _epoll.Tag(index + 1) is < TickTag and var next) _sockets[next].Lane?.PrefetchParts();
    }

    private void Dispatch(SocketTable.SocketSlot slot, long now)
    {
        switch (slot.Role)
        {
            case SocketRole.Rtp:
                slot.Lane!.OnReadable(_buffer, MaxDatagramBytes, now);
                break;
            case SocketRole.Rtcp:
                slot.Lane!.Leg.OnRtcpReadable(_buffer, MaxDatagramBytes, now);
                break;
            case SocketRole.Stray:
                slot.Lane!.Leg.Sockets.ReceiveStray(_buffer, MaxDatagramBytes);
                break;
            case SocketRole.IdleRtp or SocketRole.IdleRtcp:
                slot.Lane!.Leg.Sockets.ReceiveIdle(_buffer, MaxDatagramBytes, slot.Role);
                break;
        }
    }

    private void RunTicks(long now)
    {
        if (now - _lastTickAt > _lateTick) Counters.LateTickCount++;
        _lastTickAt = now;
        if (_ticksDue > MaxTicksToCatchUp)
        {
            _tick += _ticksDue - 1;
            _ticksDue = 1;
        }
        for (; _ticksDue > 0; _ticksDue--, _tick++)
        {
            _legs.Tick(_tick, now);
            _mixes.Tick();
        }
        _idleTicks = _legs.Count == 0 ? _idleTicks + 1 : 0;
        if (_idleTicks >= IdleTicks) StopTicking();
        Counters.Allocated = GC.GetAllocatedBytesForCurrentThread();
        Volatile.Write(ref Counters.TickCount, Counters.TickCount + 1);
    }

    private void StopTicking()
    {
        _ticker.Stop();
        (_isTicking, _idleTicks) = (false, 0);
        Interlocked.MemoryBarrier(); // see PostForTick
        if (!_commands.IsEmpty) Signal();
    }

    private void ApplyCommands(long now)
    {
        while (_commands.TryDequeue(out MediaCommand? command))
        {
            if (command is LegCommand ofLeg) Apply(ofLeg, now);
            else _mixes.Apply(command);
            Counters.Commands++;
        }
        _sockets.EndPass();
    }

    private void Apply(LegCommand command, long now)
    {
        if (command.Leg.IsClosed) command.Discard();
        else command.Apply(this, now);
    }

    /// <summary>Relay thread: the leg begins.</summary>
    public void Open(LegState leg, long now)
    {
        if (!_isTicking)
        {
            _ticker.Start();
            _isTicking = true;
            _lastTickAt = now;
        }
        leg.Open(_tick);
        _legs.Add(leg);
        Counters.Legs++;
    }

    /// <summary>Relay thread: the leg ends.</summary>
    public void Close(LegState leg)
    {
        leg.Close();
        _legs.Remove(leg);
        if (leg.LeavingSockets == 0) Free(leg);
    }

    /// <summary>Every socket of the leg is closed.</summary>
    public void Free(LegState leg)
    {
        Ports.Return(leg.Pair.RtpPort);
        Counters.Legs--;
    }

    private void CloseAll()
    {
        ApplyCommands(_time.GetTimestamp());
        _mixes.Dispose();
        while (_legs.Count > 0) Close(_legs.Last);
        for (; _ring is { IsReading: true } ring; ring.Dispatch(_time.GetTimestamp())) ring.Wait();
        _sockets.EndPass();
    }
}
