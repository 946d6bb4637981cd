namespace SmartPbx.Media.Relay;

/// <summary>
/// Every socket of the relay by the tag of its events. A slot holds what a packet needs to find its way, side by side: one memory access less than an
/// object per socket. Relay thread only.
/// </summary>
internal sealed class SocketTable(EpollSet epoll, MediaCounters counters)
{
    private readonly Stack<int> _free = new();
    private readonly List<int> _leaving = []; // events of this pass may still name them
    private SocketSlot[] _slots = new SocketSlot[64];
    private int _count;

    public SocketSlot this[ulong tag] => _slots[tag];

    public void Add(RelaySocket socket)
    {
        if (!_free.TryPop(out int slot)) slot = _count++;
        if (slot == _slots.Length) Array.Resize(ref _slots, 2 * slot);
        _slots[slot] = new SocketSlot(socket.Leg.Lane, socket.Role);
        socket.Slot = slot;
        epoll.Add(socket.Socket.Fd, (ulong)slot);
        counters.Sockets++;
    }

    /// <summary>What is read from the socket is for something else from now on.</summary>
    public void Assign(RelaySocket socket, SocketRole role)
    {
        socket.Role = role;
        if (socket.Slot >= 0) _slots[socket.Slot] = new SocketSlot(socket.Leg.Lane, role);
    }

    /// <summary>The kernel reads the socket for us from now on, or does not any more.</summary>
    public void SetReading(RelaySocket socket) => _slots[socket.Slot] = _slots[socket.Slot] with { Reading = socket.Reading };

    /// <summary>Nothing of the socket matters any more, which is removed later.</summary>
    public void Silence(RelaySocket socket)
    {
        _slots[socket.Slot] = default;
        epoll.Remove(socket.Socket.Fd);
    }

    public void Remove(RelaySocket socket)
    {
        if (socket.Slot < 0) return;
        _slots[socket.Slot] = default;
        _leaving.Add(socket.Slot);
        socket.Slot = -1;
        socket.Socket.Close(); // leaves the epoll set with it
        counters.Sockets--;
    }

    /// <summary>No event of the former passes waits any more: their slots may be used again.</summary>
    public void EndPass()
    {
        foreach (int slot in _leaving) _free.Push(slot);
        _leaving.Clear();
    }

    /// <summary>Whose socket it is and what for; and the request by which it is read, if any.</summary>
    internal readonly record struct SocketSlot(PacketLane? Lane, SocketRole Role, ulong Reading = 0);
}
