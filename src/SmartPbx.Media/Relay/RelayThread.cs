using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using SmartPbx.Media.Mixing;

namespace SmartPbx.Media.Relay;

/// <summary>
/// The loop: wait for packets, commands or the next 20 ms tick; nothing else happens here. The outer method owns start, end and faults, the
/// inner ones are bare. One receive per readable socket and pass, so that a flooded socket cannot starve the others.
/// </summary>
internal sealed unsafe class RelayThread : IDisposable
{
    private const int MaxDatagramBytes = 2048;
    private const ulong WakeTag = ulong.MaxValue;
    private const ulong TickTag = WakeTag - 1;
    private const int MaxTicksToCatchUp = 5; // after a longer stall the missed frames are skipped
    private const int SweepTicks = 10; // a leg that only relays is looked at every 200 ms

    private readonly EpollSet _epoll = new();
    private readonly TickTimer _ticker = new(TimeSpan.FromMilliseconds(PlayoutStream.FrameMs));
    private readonly int _wakeFd = Libc.EventFd(0, Libc.EventFdNonBlock | Libc.EventFdCloseOnExec);
    private readonly byte* _buffer = (byte*)NativeMemory.AllocZeroed(MaxDatagramBytes);
    private readonly ConcurrentQueue<MediaCommand> _commands = new();
    private readonly List<LegState> _legs = [];
    private readonly List<LegState> _busyLegs = []; // those that need every tick
    private readonly List<MixDesk> _mixes = [];
    private readonly List<SocketSlot> _sockets = [];
    private readonly Stack<int> _freeSlots = new();
    private readonly List<int> _slotsToFree = []; // events of this pass may still name them
    private readonly Thread _thread;
    private readonly TimeProvider _time;
    private readonly long _lateTick;
    private long _lastTickAt;
    private long _tick;
    private long _ticksDue;
    private readonly Lock _wakeGate = new();
    private bool _wakeClosed;
    private int _wakePending;
    private volatile bool _stopping;
    private bool _started;

    public RelayThread(MediaEngineOptions options, PortPool ports, MediaCounters counters)
    {
        Options = options;
        Ports = ports;
        Counters = counters;
        _time = options.TimeProvider;
        _lateTick = _time.TimestampFrequency * PlayoutStream.FrameMs / 1000 * 5 / 4;
        _thread = new Thread(Run) { Name = "media-relay", IsBackground = true };
        _epoll.Add(_wakeFd, WakeTag);
        _epoll.Add(_ticker.Fd, TickTag);
        Transcoding = new TranscodingPool(this);
    }

    public MediaEngineOptions Options { get; }

    public PortPool Ports { get; }

    public MediaCounters Counters { get; }

    public TranscodingPool Transcoding { get; }

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

    /// <summary>Any thread: there is something to do.</summary>
    public void Signal()
    {
        if (Interlocked.Exchange(ref _wakePending, 1) == 0) Wake();
    }

    public void Dispose()
    {
        if (_stopping) return;
        _stopping = true;
        Wake();
        if (_started) _thread.Join();
        CloseAll();
        Transcoding.Dispose();
        _epoll.Dispose();
        _ticker.Dispose();
        lock (_wakeGate)
        {
            _wakeClosed = true;
            _ = Libc.Close(_wakeFd);
        }
        NativeMemory.Free(_buffer);
    }

    public void Register(RelaySocket socket)
    {
        if (!_freeSlots.TryPop(out int slot))
        {
            slot = _sockets.Count;
            _sockets.Add(default);
        }
        _sockets[slot] = new SocketSlot(socket.Leg, socket.Role);
        socket.Slot = slot;
        _epoll.Add(socket.Socket.Fd, (ulong)slot);
        Counters.Sockets++;
    }

    /// <summary>What is read from the socket is for something else from now on.</summary>
    public void Assign(RelaySocket socket, SocketRole role)
    {
        socket.Role = role;
        if (socket.Slot >= 0) _sockets[socket.Slot] = new SocketSlot(socket.Leg, role);
    }

    public void Unregister(RelaySocket socket)
    {
        if (socket.Slot < 0) return;
        _sockets[socket.Slot] = default;
        _slotsToFree.Add(socket.Slot);
        socket.Slot = -1;
        socket.Socket.Close(); // leaves the epoll set with it
        Counters.Sockets--;
    }

    /// <summary>Relay thread: whether the leg needs every tick from now on.</summary>
    public void SetBusy(LegState leg, bool isBusy)
    {
        if (isBusy == leg.BusySlot >= 0) return;
        if (isBusy)
        {
            leg.BusySlot = _busyLegs.Count;
            _busyLegs.Add(leg);
            return;
        }
        LegState last = _busyLegs[^1];
        (_busyLegs[leg.BusySlot], last.BusySlot) = (last, leg.BusySlot);
        _busyLegs.RemoveAt(_busyLegs.Count - 1);
        leg.BusySlot = -1;
    }

    private void Run()
    {
        ThreadLatency.PreferShortSlices();
        while (!_stopping)
        {
            try
            {
                RunPass();
            }
            catch (Exception fault) // boundary: one leg's fault must not end the thread of all
            {
                Counters.FaultCount++;
                Options.OnFault?.Invoke(fault);
            }
        }
    }

    /// <summary>Transcoding thread: it caught an exception.</summary>
    public void OnTranscodingFault(Exception fault)
    {
        Interlocked.Increment(ref Counters.FaultCount);
        Options.OnFault?.Invoke(fault);
    }

    private void RunPass()
    {
        int ready = _epoll.Wait();
        long now = _time.GetTimestamp();
        for (int i = 0; i < ready; i++)
        {
            ulong tag = _epoll.Tag(i);
            if (tag < TickTag) Dispatch(_sockets[(int)tag], now);
            else if (tag == TickTag) _ticksDue += _ticker.Take();
            else DrainWake();
        }
        if (_slotsToFree.Count > 0) FreeSlots();
        if (!_commands.IsEmpty) ApplyCommands(now);
        Transcoding.Deliver(now);
        if (_ticksDue > 0) RunTicks(now);
    }

    private void Dispatch(SocketSlot slot, long now)
    {
        switch (slot.Role)
        {
            case SocketRole.Rtp:
                slot.Leg!.OnRtpReadable(_buffer, MaxDatagramBytes, now);
                break;
            case SocketRole.Rtcp:
                slot.Leg!.OnRtcpReadable(_buffer, MaxDatagramBytes, now);
                break;
            case SocketRole.Stray:
                slot.Leg!.OnStrayReadable(_buffer, MaxDatagramBytes);
                break;
            case SocketRole.IdleRtp or SocketRole.IdleRtcp:
                slot.Leg!.OnIdleReadable(_buffer, MaxDatagramBytes, slot.Role);
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
        for (; _ticksDue > 0; _ticksDue--, _tick++) Tick(now);
        Counters.Allocated = GC.GetAllocatedBytesForCurrentThread();
    }

    // A leg that plays or is tapped needs every tick. One that only relays has nothing but its timeouts, so its turn comes with the sweep.
    private void Tick(long now)
    {
        for (int i = 0; i < _busyLegs.Count; i++) _busyLegs[i].Tick(_tick, now);
        for (int i = 0; i < _mixes.Count; i++) _mixes[i].Tick();
        for (int i = (int)(_tick % SweepTicks); i < _legs.Count; i += SweepTicks) _legs[i].Sweep(now);
    }

    private void ApplyCommands(long now)
    {
        while (_commands.TryDequeue(out MediaCommand? command))
        {
            if (command is LegCommand ofLeg) Apply(ofLeg, now);
            else Apply(command);
            Counters.Commands++;
        }
        FreeSlots();
    }

    private void Apply(MediaCommand command)
    {
        if (command is ArrangeMixCommand arrange)
        {
            arrange.Desk.Arrange(arrange.Plan);
            if (!_mixes.Contains(arrange.Desk)) _mixes.Add(arrange.Desk);
        }
        else if (command is CloseMixCommand close)
        {
            close.Desk.Dispose();
            _mixes.Remove(close.Desk);
        }
    }

    private void Apply(LegCommand command, long now)
    {
        LegState leg = command.Leg;
        if (leg.IsClosed)
        {
            if (command is OpenTapCommand late) late.Tap.Close();
            if (command is AddPairCommand unwanted) unwanted.Pair.Close();
            return;
        }
        switch (command)
        {
            case OpenLegCommand:
                Open(leg, now);
                break;
            case CloseLegCommand:
                Close(leg);
                break;
            case AddPairCommand add:
                leg.Add(add.Pair);
                break;
            case SetRemoteCommand set:
                leg.SetRemote(set.Remote, now);
                break;
            case ConnectCommand connect:
                leg.Connect(connect.Peer);
                break;
            case SetKeepAliveCommand keepAlive:
                leg.SetKeepAlive(keepAlive.On);
                break;
            case SendKeyCommand send:
                leg.SendKey(send.Key, send.DurationMs);
                break;
            case OpenTapCommand open:
                leg.Add(open.Tap);
                break;
            case CloseTapCommand close:
                leg.Remove(close.Tap);
                break;
            case AttachPacketTapCommand attach:
                leg.Add(attach.Tap);
                break;
            case DetachPacketTapCommand detach:
                leg.Remove(detach.Tap);
                break;
        }
    }

    private void Open(LegState leg, long now)
    {
        if (_legs.Count == 0)
        {
            _ticker.Start();
            _lastTickAt = now;
        }
        leg.Open(_tick);
        _legs.Add(leg);
        Counters.Legs++;
    }

    private void Close(LegState leg)
    {
        leg.Close();
        _legs.Remove(leg);
        if (_legs.Count == 0) _ticker.Stop();
        Ports.Return(leg.Pair.RtpPort);
        Counters.Legs--;
    }

    private void CloseAll()
    {
        ApplyCommands(_time.GetTimestamp());
        foreach (MixDesk mix in _mixes) mix.Dispose();
        while (_legs.Count > 0) Close(_legs[^1]);
    }

    private void FreeSlots()
    {
        foreach (int slot in _slotsToFree) _freeSlots.Push(slot);
        _slotsToFree.Clear();
    }

    // The gate keeps a late caller from writing to a descriptor that is closed, and perhaps somebody else's. The relay never waits for it.
    private void Wake()
    {
        ulong one = 1;
        lock (_wakeGate)
            if (!_wakeClosed) _ = Libc.Write(_wakeFd, (byte*)&one, sizeof(ulong));
    }

    private void DrainWake()
    {
        ulong count;
        _ = Libc.Read(_wakeFd, (byte*)&count, sizeof(ulong));
        Volatile.Write(ref _wakePending, 0); // before the queue is drained: a later command wakes again
        Interlocked.MemoryBarrier();
    }

    // What a packet needs to find its way, side by side in the table: one memory access less than an object per socket.
    private readonly record struct SocketSlot(LegState? Leg, SocketRole Role);
}
