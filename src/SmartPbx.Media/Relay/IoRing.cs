using System.Runtime.CompilerServices;

namespace SmartPbx.Media.Relay;

/// <summary>
/// An io_uring (io_uring(7)): requests are written into one ring and handed over by a single system call, which also waits; what became of them is read
/// from another. Completions are made only inside that call (IORING_SETUP_DEFER_TASKRUN, Linux 6.1), so that between two calls nothing happens behind our back. One
/// thread, the one that enabled it.
/// </summary>
internal sealed unsafe class IoRing : IDisposable
{
    private const uint SubmissionEntries = 2048;
    private const uint CompletionEntries = 8192; // more are kept by the kernel until there is room
    private const nint SubmissionEntriesOffset = 0x10000000; // IORING_OFF_SQES
    private const nint EnterGetEvents = 1;
    private const uint RegisterEnableRings = 12, RegisterBufferRing = 22;

    private readonly int _fd;
    private readonly byte* _rings;
    private readonly nint _ringsBytes;
    private readonly RingRequest* _requests;
    private readonly RingCompletion* _completions;
    private readonly uint* _submissionHead;
    private readonly uint* _submissionTail;
    private readonly uint* _completionHead;
    private readonly uint* _completionTail;
    private readonly uint _completionMask;
    private uint _tail;

    private IoRing(int fd, in RingParameters p)
    {
        _fd = fd;
        _ringsBytes = (nint)Math.Max(p.CompletionArray + p.CompletionEntries * (uint)sizeof(RingCompletion), p.SubmissionArray + p.SubmissionEntries * sizeof(uint));
        _rings = Map(_ringsBytes, 0);
        _requests = (RingRequest*)Map((nint)(p.SubmissionEntries * RingRequest.Bytes), SubmissionEntriesOffset);
        if (!IsMapped) return;
        _submissionHead = (uint*)(_rings + p.SubmissionHead);
        _submissionTail = (uint*)(_rings + p.SubmissionTail);
        _completionHead = (uint*)(_rings + p.CompletionHead);
        _completionTail = (uint*)(_rings + p.CompletionTail);
        _completionMask = p.CompletionEntries - 1;
        _completions = (RingCompletion*)(_rings + p.CompletionArray);
        var places = (uint*)(_rings + p.SubmissionArray);
        for (uint i = 0; i < SubmissionEntries; i++) places[i] = i; // requests are handed over in the order they lie
    }

    /// <summary>Requests written and not yet handed over.</summary>
    public uint Pending => _tail - Volatile.Read(ref *_submissionHead);

    /// <summary>Completions that wait to be read.</summary>
    public uint Ready => Volatile.Read(ref *_completionTail) - *_completionHead;

    private bool IsMapped => _rings is not null && _requests is not null;

    /// <returns>Null where the kernel is too old, or a container forbids it.</returns>
    public static IoRing? TryOpen()
    {
        var parameters = new RingParameters
        {
            CompletionEntries = CompletionEntries,
            Flags = RingParameters.CompletionEntriesGiven | RingParameters.Disabled | RingParameters.SubmitAll | RingParameters.SingleIssuer | RingParameters.DeferredWork,
        };
        int fd = (int)Libc.Syscall(Libc.IoUringSetup, (nint)SubmissionEntries, &parameters, 0, 0);
        if (fd < 0) return null;
        var ring = new IoRing(fd, parameters);
        if (ring.IsMapped && (parameters.Features & RingParameters.SingleMapping) != 0) return ring;
        ring.Dispose();
        return null;
    }

    /// <summary>Lets the kernel choose receive buffers from a ring of <paramref name="entries"/> in this memory; before <see cref="Enable"/>.</summary>
    public bool TryProvideBuffers(byte* memory, int entries)
    {
        ulong* registration = stackalloc ulong[5]; // struct io_uring_buf_reg: address, entries and group (0), nothing else
        new Span<ulong>(registration, 5).Clear();
        registration[0] = (ulong)memory;
        registration[1] = (uint)entries;
        return Libc.Syscall(Libc.IoUringRegister, _fd, (void*)(nint)RegisterBufferRing, (nint)registration, 1) == 0;
    }

    /// <summary>Binds the ring to the calling thread: no other may use it from now on.</summary>
    public bool Enable() => Libc.Syscall(Libc.IoUringRegister, _fd, (void*)(nint)RegisterEnableRings, 0, 0) == 0;

    /// <summary>The next request, cleared, to be filled at once; hands over those before it when there is no room.</summary>
    /// <returns>Null when the kernel takes none.</returns>
    public RingRequest* Next()
    {
        if (Pending >= SubmissionEntries) Submit();
        if (Pending >= SubmissionEntries) return null;
        RingRequest* request = _requests + (_tail++ & (SubmissionEntries - 1));
        *request = default;
        return request;
    }

    /// <summary>Hands over what was written.</summary>
    public void Submit()
    {
        if (Pending > 0) Enter(wait: 0, flags: 0);
    }

    /// <summary>Hands over what was written, lets the kernel do what became due, and waits until a completion is ready if asked to.</summary>
    public void Run(bool wait) => Enter(wait ? 1 : 0, EnterGetEvents);

    /// <summary>Of those that are ready.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly RingCompletion Completion(uint index) => ref _completions[(*_completionHead + index) & _completionMask];

    /// <summary>So many completions were read.</summary>
    public void Take(uint count) => Volatile.Write(ref *_completionHead, *_completionHead + count);

    public void Dispose()
    {
        if (_rings is not null) _ = Libc.UnmapMemory(_rings, _ringsBytes);
        if (_requests is not null) _ = Libc.UnmapMemory((byte*)_requests, (nint)(SubmissionEntries * RingRequest.Bytes));
        _ = Libc.Close(_fd);
    }

    // The head tells what was taken, whatever the call returns: a signal may end it early.
    private void Enter(nint wait, nint flags)
    {
        Volatile.Write(ref *_submissionTail, _tail);
        _ = Libc.EnterRing(Libc.IoUringEnter, _fd, (nint)Pending, wait, flags, null, 0);
    }

    private byte* Map(nint bytes, nint offset)
    {
        byte* memory = Libc.MapMemory(null, bytes, Libc.ProtRead | Libc.ProtWrite, Libc.MapShared | Libc.MapPopulate, _fd, offset);
        return (nint)memory == -1 ? null : memory;
    }
}
