using System.Runtime.InteropServices;

namespace SmartPbx.Media.Relay;

/// <summary>
/// Asks the kernel to run the calling thread as soon as it wakes. A thread that waits for packets runs for microseconds; with the usual time slice of some
/// milliseconds it may wait as long for a worker that is in the middle of its own. A shorter slice makes its deadline the earliest (EEVDF, Linux 6.12 and later,
/// sched_setattr(2)); it needs no privilege and takes no CPU from anybody. Elsewhere nothing happens.
/// </summary>
public static unsafe class ThreadLatency
{
    private const ulong SliceNanoseconds = 100_000; // the shortest that is accepted

    /// <summary>For the calling thread, for as long as it lives.</summary>
    public static void PreferShortSlices()
    {
        if (!OperatingSystem.IsLinux() || Numbers() is not { } numbers) return;
        var attributes = new SchedulingAttributes { Size = (uint)sizeof(SchedulingAttributes) };
        if (Libc.Syscall(numbers.Get, 0, &attributes, sizeof(SchedulingAttributes), 0) != 0) return;
        attributes.Flags = 0;
        attributes.Runtime = SliceNanoseconds;
        _ = Libc.Syscall(numbers.Set, 0, &attributes, 0, 0); // refused: it runs as before
    }

    private static (nint Get, nint Set)? Numbers() => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => (315, 314),
        Architecture.Arm64 => (275, 274),
        _ => null,
    };

    // struct sched_attr of the kernel, as of its first version with utilisation clamps (56 bytes).
    [StructLayout(LayoutKind.Sequential)]
    private struct SchedulingAttributes
    {
        public uint Size;
        public uint Policy;
        public ulong Flags;
        public int Nice;
        public uint Priority;
        public ulong Runtime;
        public ulong Deadline;
        public ulong Period;
        public uint UtilMin;
        public uint UtilMax;
    }
}
