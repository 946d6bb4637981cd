using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using SmartPbx.Media.Relay;

namespace SmartPbx.Media.RealTime;

/// <summary>
/// The threads of this process that wait for packets, and how the kernel treats them. They run for microseconds at a time, but together for more than their fair
/// share of a core, so that any worker in the middle of its own slice made them wait for milliseconds: the runtime's compiler above all. On other systems than
/// Linux nothing happens.
/// </summary>
public static unsafe class PacketThreads
{
    /// <summary>By how much all others are nicer: a tenth of the weight is left to each (sched(7)). There are several, so that what ends calls gets its time on a full core too.</summary>
    private const int Nicer = 10;

    private const int Nicest = 19;

    private const ulong SliceNanoseconds = 100_000; // the shortest that is accepted

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private static readonly ConcurrentDictionary<int, Thread> _joined = [];

    private static Timer? _looking;

    /// <summary>
    /// The calling thread is one of them, for as long as it lives. With a short slice its deadline is the earliest whenever it wakes (EEVDF, Linux 6.12 and later,
    /// sched_setattr(2)); it needs no privilege.
    /// </summary>
    public static void Join()
    {
        if (!OperatingSystem.IsLinux()) return;
        KeepWeight();
        ShortenSlices(0, nice: null);
    }

    /// <summary>The calling thread keeps up with them and will not yield, but what it does takes its time: what they pass on is written down by it.</summary>
    public static void KeepWeight()
    {
        if (OperatingSystem.IsLinux()) _joined[Libc.ThreadId()] = Thread.CurrentThread;
    }

    /// <summary>
    /// All other threads of the process yield to them from now on, those that come later as well; it takes no privilege, and cannot be taken back. What joins must have
    /// been started before: a thread is born with the weight of the one that starts it.
    /// </summary>
    public static void GivePrecedence()
    {
        if (!OperatingSystem.IsLinux()) return;
        var nice = Math.Min(Libc.GetPriority(Libc.PriorityOfThread, 0) + Nicer, Nicest);
        _looking ??= new Timer(_ => LowerOthers(nice), null, TimeSpan.Zero, LookEvery);
    }

    private static void LowerOthers(int nice)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc/self/task"))
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), CultureInfo.InvariantCulture, out var thread) && !IsJoined(thread))
                ShortenSlices(thread, nice);
    }

    // The number of a thread that has ended is given to another some day.
    private static bool IsJoined(int thread) => _joined.TryGetValue(thread, out var joined) && (joined.IsAlive || !_joined.TryRemove(thread, out _));

    // 0: the calling thread. Refused, or ended meanwhile: it runs as before.
    private static void ShortenSlices(int thread, int? nice)
    {
        if (Numbers() is not { } numbers) return;
        var attributes = new SchedulingAttributes { Size = (uint)sizeof(SchedulingAttributes) };
        if (Libc.Syscall(numbers.Get, thread, &attributes, sizeof(SchedulingAttributes), 0) != 0) return;
        (attributes.Flags, attributes.Runtime, attributes.Nice) = (0, SliceNanoseconds, nice ?? attributes.Nice);
        _ = Libc.Syscall(numbers.Set, thread, &attributes, 0, 0);
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
