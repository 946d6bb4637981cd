using System.Runtime.InteropServices;

namespace SmartPbx.Media.Relay;

/// <summary>
/// The few system calls of the relay. Calls on the packet path don't fetch errno: whatever refused a packet, it is counted and the next one
/// follows. The four calls that move a datagram never block (MSG_DONTWAIT), so they skip the collector's bookkeeping, 4 % of a relayed packet; a
/// collection waits for one datagram at most. Numbers are those of Linux on x86-64 and arm64.
/// </summary>
internal static unsafe partial class Libc
{
    public const int AfInet = 2, AfInet6 = 10;
    public const int SockDgram = 2, SockNonBlock = 0x800, SockCloseOnExec = 0x80000;
    public const int SolSocket = 1, SoReuseAddr = 2, SoRcvBuf = 8;
    public const int IpProtoIp = 0, IpTos = 1, IpProtoIpv6 = 41, Ipv6Only = 26, Ipv6Tclass = 67;
    public const int EpollCtlAdd = 1, EpollCtlDel = 2, EpollIn = 1, PollIn = 1, EpollCloseOnExec = 0x80000;
    public const int EventFdNonBlock = 0x800, EventFdCloseOnExec = 0x80000;
    public const int MsgDontWait = 0x40, MsgNoSignal = 0x4000;
    public const int TryAgain = 11, AddressInUse = 98;
    public const int ClockMonotonic = 1;
    public const int PriorityOfThread = 0; // PRIO_PROCESS: Linux takes the number of a thread
    public const int ProtRead = 1, ProtWrite = 2, MapShared = 1, MapPopulate = 0x8000;

    // io_uring_setup(2) and its siblings; the numbers are the same on both architectures.
    public const nint IoUringSetup = 425, IoUringEnter = 426, IoUringRegister = 427;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int fd, byte* address, int length);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(int fd, byte* address, int length);

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    public static partial int SetSockOpt(int fd, int level, int option, int* value, int length);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int fd);

    [LibraryImport("libc", EntryPoint = "recv"), SuppressGCTransition]
    public static partial nint Receive(int fd, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recvfrom"), SuppressGCTransition]
    public static partial nint ReceiveFrom(int fd, byte* buffer, nint length, int flags, byte* address, int* addressLength);

    [LibraryImport("libc", EntryPoint = "send"), SuppressGCTransition]
    public static partial nint Send(int fd, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "sendto"), SuppressGCTransition]
    public static partial nint SendTo(int fd, byte* buffer, nint length, int flags, byte* address, int addressLength);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int fd, byte* ev);

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    public static partial int EpollWait(int epoll, byte* events, int max, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "syscall")]
    public static partial nint Syscall(nint number, nint pid, void* argument, nint third, nint fourth);

    [LibraryImport("libc", EntryPoint = "syscall")]
    public static partial nint EnterRing(nint number, nint fd, nint submit, nint wait, nint flags, void* argument, nint argumentBytes);

    [LibraryImport("libc", EntryPoint = "mmap")]
    public static partial byte* MapMemory(byte* address, nint length, int protection, int flags, int fd, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    public static partial int UnmapMemory(byte* address, nint length);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventFd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "timerfd_create", SetLastError = true)]
    public static partial int TimerFdCreate(int clock, int flags);

    [LibraryImport("libc", EntryPoint = "timerfd_settime")]
    public static partial int TimerFdSetTime(int fd, int flags, long* setting, long* former);

    [LibraryImport("libc", EntryPoint = "read")]
    public static partial nint Read(int fd, byte* buffer, nint length);

    [LibraryImport("libc", EntryPoint = "write")]
    public static partial nint Write(int fd, byte* buffer, nint length);

    [LibraryImport("libc", EntryPoint = "gettid")]
    public static partial int ThreadId();

    [LibraryImport("libc", EntryPoint = "getpriority")]
    public static partial int GetPriority(int which, int id);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    public static partial int SetPriority(int which, int id, int nice);

    /// <summary>Returns only when it was refused.</summary>
    [LibraryImport("libc", EntryPoint = "execve", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Execute(string path, string?[] arguments, string?[] environment);
}
