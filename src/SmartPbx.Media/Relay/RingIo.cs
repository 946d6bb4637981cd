namespace SmartPbx.Media.Relay;

/// <summary>
/// The relay's way to the kernel where io_uring is allowed: one system call a pass hands over all that is to be sent, does all receives that
/// are due, and waits when there was nothing. Without it every packet costs two calls and a share of <c>epoll_wait</c>. Only RTP sockets whose packets
/// may be taken as they come, connected and without a stranger's packet in the queue, are read here; all others stay in the epoll set, which is watched
/// like one more socket. A socket that the kernel still reads is closed when it has let go of it. Relay thread only.
/// </summary>
internal sealed unsafe class RingIo : IDisposable
{
    // Tags of requests: what it is, which reading of the socket (so that a late packet of a former one is known), which slot.
    private const int KindShift = 62, ReadingShift = 32;
    private const ulong EpollKind = 1, ReceiveKind = 2, SendKind = 3; // 0: nobody waits for the answer
    private const ulong MaxReading = (1UL << (KindShift - ReadingShift)) - 1;

    private readonly IoRing _ring;
    private readonly RingBuffers _buffers;
    private readonly SocketTable _sockets;
    private readonly EpollSet _epoll;
    private readonly MediaCounters _counters;
    private readonly List<(RelaySocket Socket, ulong Tag)> _ended = []; // to be read again once buffers have been given back
    private RelaySocket?[] _readers = new RelaySocket?[64]; // by slot
    private ulong _readings;
    private int _reads;
    private int _sends;
    private bool _epollIsReady;

    private RingIo(IoRing ring, RingBuffers buffers, SocketTable sockets, EpollSet epoll, MediaCounters counters) =>
        (_ring, _buffers, _sockets, _epoll, _counters) = (ring, buffers, sockets, epoll, counters);

    /// <summary>The kernel reads some sockets, or has not let go of them yet.</summary>
    public bool IsReading => _reads > 0;

    /// <returns>Null where there is no io_uring of Linux 6.1 or later for us.</returns>
    public static RingIo? TryOpen(int buffers, SocketTable sockets, EpollSet epoll, MediaCounters counters)
    {
        if (IoRing.TryOpen() is not { } ring) return null;
        var io = new RingIo(ring, new RingBuffers(buffers), sockets, epoll, counters);
        if (io._buffers.TryProvideTo(ring)) return io;
        io.Dispose();
        return null;
    }

    /// <summary>From now on it belongs to the calling thread.</summary>
    public bool TryBegin()
    {
        if (!_ring.Enable()) return false;
        WatchEpoll();
        return true;
    }

    /// <summary>Hands over what is to be sent, receives what is there, and waits if there is nothing.</summary>
    public void Wait()
    {
        _ring.Run(wait: _ended.Count == 0 && _ring.Ready == 0 && !_epollIsReady);
        if (_ring.Pending > 0) return;
        _sends = 0;
        _buffers.GiveBack();
        ReadAgain();
    }

    /// <summary>Passes on what was received. Each completion counts as read before anybody acts on it: a fault loses one packet.</summary>
    public void Dispatch(long now)
    {
        for (uint left = _ring.Ready; left > 0; left--)
        {
            Prefetch(left);
            RingCompletion completion = _ring.Completion(0);
            _ring.Take(1);
            switch (completion.Tag >> KindShift)
            {
                case ReceiveKind:
                    OnReceive(completion, now);
                    break;
                case SendKind:
                    OnSendFailed((uint)completion.Tag);
                    break;
                case EpollKind:
                    _epollIsReady = true;
                    break;
            }
        }
    }

    /// <returns>Events ready in the epoll set.</returns>
    public int PollEpoll()
    {
        if (!_epollIsReady) return 0;
        _epollIsReady = false;
        WatchEpoll(); // after the events of this pass: what is still ready then is told at once
        return _epoll.Poll();
    }

    /// <summary>The socket is connected to its peer and nothing of strangers waits at it: the kernel may read it.</summary>
    public void Read(RelaySocket socket)
    {
        if (socket.Reading != 0 || socket.Slot < 0 || socket.IsLeaving) return;
        _epoll.Remove(socket.Socket.Fd);
        _readings = _readings % MaxReading + 1;
        Read(socket, ReceiveKind << KindShift | _readings << ReadingShift | (uint)socket.Slot);
    }

    /// <summary>Back to the epoll set.</summary>
    public void Leave(RelaySocket socket)
    {
        if (socket.Reading == 0) return;
        Cancel(socket);
        _epoll.Add(socket.Socket.Fd, (ulong)socket.Slot);
    }

    /// <summary>Nobody wants the socket any more, which must not be closed under what was written for it.</summary>
    /// <returns>True when it is closed here, as soon as the kernel has let go of it.</returns>
    public bool TryRelease(RelaySocket socket)
    {
        SubmitSends();
        if (socket.Reads == 0)
        {
            socket.Reading = 0; // it may just have ended, and is not to be read again
            return false;
        }
        if (socket.Reading != 0) Cancel(socket);
        _sockets.Silence(socket);
        socket.Leg.LeavingSockets++;
        socket.IsLeaving = true;
        return true;
    }

    /// <summary>Sends a datagram with the next system call. A refusal is counted when it comes.</summary>
    /// <returns>False when there is no room.</returns>
    public bool Send(UdpSocket socket, int slot, byte* bytes, int length)
    {
        byte* kept = _buffers.Keep(bytes, length);
        if (kept is null)
        {
            SubmitSends();
            kept = _buffers.Keep(bytes, length);
        }
        RingRequest* request = kept is null ? null : _ring.Next();
        if (request is null) return false;
        request->Operation = RingRequest.Send;
        request->Flags = RingRequest.SilentSuccess;
        request->Fd = socket.Fd;
        request->Address = (ulong)kept;
        request->Length = (uint)length;
        request->OperationFlags = Libc.MsgDontWait | Libc.MsgNoSignal; // never left for later: what was handed over has been sent
        request->Tag = SendKind << KindShift | (uint)slot;
        _sends++;
        return true;
    }

    /// <summary>Sends what was written: its sockets are about to change.</summary>
    public void SubmitSends()
    {
        if (_sends == 0) return;
        _ring.Submit();
        if (_ring.Pending > 0) return;
        _sends = 0;
        _buffers.ForgetCopies();
    }

    public void Dispose()
    {
        _ring.Dispose();
        _buffers.Dispose();
    }

    private void OnReceive(in RingCompletion completion, long now)
    {
        SocketTable.SocketSlot slot = _sockets[(uint)completion.Tag];
        if (completion.HasBuffer) _buffers.Use(completion.Buffer);
        if (!completion.HasMore) OnReadingEnded(completion.Tag);
        if (slot.Reading == completion.Tag && completion is { HasBuffer: true, Result: > 0 }) slot.Lane!.OnDatagram(_buffers[completion.Buffer], completion.Result, now);
    }

    // Out of buffers, an ICMP error, an empty datagram: or we have asked for it.
    private void OnReadingEnded(ulong tag)
    {
        RelaySocket socket = _readers[(uint)tag]!;
        socket.Reads--;
        _reads--;
        if (socket.Reading == tag) _ended.Add((socket, tag));
        else if (socket.IsLeaving && socket.Reads == 0) Close(socket);
    }

    private void Close(RelaySocket socket)
    {
        _readers[socket.Slot] = null;
        _sockets.Remove(socket);
        socket.Leg.OnSocketLeft();
    }

    private void OnSendFailed(uint slot)
    {
        if (_sockets[slot].Lane is { } lane) lane.Leg.CountSendError();
        else _counters.SendFailures++;
    }

    private void ReadAgain()
    {
        int count = _ended.Count;
        for (int i = 0; i < count; i++)
            if (_ended[i] is var (socket, tag) && socket.Reading == tag) Read(socket, tag);
        _ended.RemoveRange(0, count);
    }

    private void Read(RelaySocket socket, ulong tag)
    {
        if (socket.Slot >= _readers.Length) Array.Resize(ref _readers, Math.Max(2 * _readers.Length, socket.Slot + 1));
        _readers[socket.Slot] = socket;
        socket.Reading = tag;
        _sockets.SetReading(socket);
        RingRequest* request = _ring.Next();
        if (request is null)
        {
            _ended.Add((socket, tag));
            return;
        }
        request->Operation = RingRequest.Receive;
        request->Flags = RingRequest.SelectBuffer;
        request->Priority = RingRequest.Multishot;
        request->Fd = socket.Socket.Fd;
        request->Tag = tag;
        socket.Reads++;
        _reads++;
    }

    private void Cancel(RelaySocket socket)
    {
        RingRequest* request = _ring.Next();
        if (request is null) throw new IOException("the ring takes no more requests");
        request->Operation = RingRequest.AsyncCancel;
        request->Flags = RingRequest.SilentSuccess;
        request->Address = socket.Reading;
        socket.Reading = 0;
        _sockets.SetReading(socket);
    }

    private void WatchEpoll()
    {
        RingRequest* request = _ring.Next();
        if (request is null) throw new IOException("the ring takes no more requests");
        request->Operation = RingRequest.PollAdd;
        request->Fd = _epoll.Fd;
        request->OperationFlags = Libc.PollIn;
        request->Tag = EpollKind << KindShift;
    }

    // As with epoll: while one packet is worked on, memory brings what the next ones need.
    private void Prefetch(uint left)
    {
        if (left > 2 && _ring.Completion(2).Tag is var second && second >> KindShift == ReceiveKind) _sockets[(uint)second].Lane?.Prefetch();
        if (left > 1 && _ring.Completion(1).Tag is var next && next >> KindShift == ReceiveKind) _sockets[(uint)next].Lane?.PrefetchParts();
    }
}
