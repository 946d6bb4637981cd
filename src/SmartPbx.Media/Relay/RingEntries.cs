using System.Runtime.InteropServices;

namespace SmartPbx.Media.Relay;

/// <summary>struct io_uring_sqe: one thing the kernel is asked to do.</summary>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
internal struct RingRequest
{
    public const int Bytes = 64;

    public const byte PollAdd = 6, AsyncCancel = 14, Send = 26, Receive = 27;

    /// <summary>Flag: the kernel takes the buffer from the group that was provided.</summary>
    public const byte SelectBuffer = 1 << 5;

    /// <summary>Flag: a completion only when it fails.</summary>
    public const byte SilentSuccess = 1 << 6;

    /// <summary>Receive: a completion for every datagram until one says otherwise.</summary>
    public const ushort Multishot = 1 << 1;

    [FieldOffset(0)] public byte Operation;
    [FieldOffset(1)] public byte Flags;
    [FieldOffset(2)] public ushort Priority; // of receives: their mode
    [FieldOffset(4)] public int Fd;
    [FieldOffset(16)] public ulong Address;
    [FieldOffset(24)] public uint Length;
    [FieldOffset(28)] public uint OperationFlags;
    [FieldOffset(32)] public ulong Tag;
}

/// <summary>struct io_uring_cqe: what became of it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct RingCompletion
{
    private const uint HasBufferFlag = 1, MoreFlag = 2;
    private const int BufferShift = 16;

    public readonly ulong Tag;

    /// <summary>Bytes, or minus an errno.</summary>
    public readonly int Result;

    private readonly uint _flags;

    public bool HasBuffer => (_flags & HasBufferFlag) != 0;

    public int Buffer => (int)(_flags >> BufferShift);

    /// <summary>The request goes on.</summary>
    public bool HasMore => (_flags & MoreFlag) != 0;
}

/// <summary>struct io_uring_params: what a ring should be like, and where its parts lie.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct RingParameters
{
    public const uint CompletionEntriesGiven = 1 << 3, Disabled = 1 << 6, SubmitAll = 1 << 7, SingleIssuer = 1 << 12, DeferredWork = 1 << 13;
    public const uint SingleMapping = 1;

    public uint SubmissionEntries, CompletionEntries, Flags, PollThreadCpu, PollThreadIdle, Features, WorkerFd;
    public fixed uint Reserved[3];
    public uint SubmissionHead, SubmissionTail, SubmissionMask, SubmissionCount, SubmissionFlags, SubmissionDropped, SubmissionArray, SubmissionReserved;
    public ulong SubmissionAddress;
    public uint CompletionHead, CompletionTail, CompletionMask, CompletionCount, CompletionOverflow, CompletionArray, CompletionFlags, CompletionReserved;
    public ulong CompletionAddress;
}
