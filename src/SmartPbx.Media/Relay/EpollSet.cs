using System.Runtime.InteropServices;

namespace SmartPbx.Media.Relay;

/// <summary>An epoll instance, level-triggered, with a 64-bit tag per descriptor.</summary>
internal sealed unsafe class EpollSet : IDisposable
{
    private const int MaxEvents = 512;

    // struct epoll_event is packed on x86-64 only (epoll_ctl(2)).
    private static readonly int EventBytes = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int TagOffset = EventBytes - sizeof(ulong);

    private readonly byte* _events = (byte*)NativeMemory.AllocZeroed((nuint)(MaxEvents * EventBytes));
    private int _fd = Libc.EpollCreate(Libc.EpollCloseOnExec);

    /// <summary>Readable when anything in the set is ready, so that another wait can watch it.</summary>
    public int Fd => _fd;

    public void Add(int fd, ulong tag)
    {
        byte* ev = stackalloc byte[16];
        *(uint*)ev = Libc.EpollIn;
        *(ulong*)(ev + TagOffset) = tag;
        if (Libc.EpollControl(_fd, Libc.EpollCtlAdd, fd, ev) != 0)
            throw new IOException($"epoll_ctl failed with errno {Marshal.GetLastPInvokeError()}");
    }

    /// <summary>A descriptor that stays open is not watched any more.</summary>
    public void Remove(int fd) => _ = Libc.EpollControl(_fd, Libc.EpollCtlDel, fd, null);

    /// <summary>Waits, without an end, for a descriptor that is ready.</summary>
    /// <returns>Events ready, 0 after a signal.</returns>
    public int Wait() => Math.Max(0, Libc.EpollWait(_fd, _events, MaxEvents, -1));

    /// <returns>Events ready now.</returns>
    public int Poll() => Math.Max(0, Libc.EpollWait(_fd, _events, MaxEvents, 0));

    public ulong Tag(int index) => *(ulong*)(_events + index * EventBytes + TagOffset);

    public void Dispose()
    {
        if (_fd < 0) return;
        _ = Libc.Close(_fd);
        _fd = -1;
        NativeMemory.Free(_events);
    }
}
