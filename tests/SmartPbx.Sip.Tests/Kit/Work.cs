using System.Runtime.InteropServices;

namespace SmartPbx.Sip.Tests.Kit;

/// <summary>What a piece of code costs, in measures that a busy machine does not change: bytes allocated, and how processor time of this thread grows.</summary>
internal static class Work
{
    private const int MinRounds = 20, MaxRounds = 300, ThreadCpuClock = 3; // CLOCK_THREAD_CPUTIME_ID
    private const int AllocationRounds = 3;

    /// <summary>The least of some rounds: a table that all tests share may grow in one of them, a cost of every run is in all.</summary>
    public static long AllocatedBytes(Action action)
    {
        action(); // first use makes tables and grows buffers
        long least = long.MaxValue;
        for (int round = 0; round < AllocationRounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }

    /// <summary>
    /// How many times the work of the small the large takes. Runs take turns, so that whatever disturbs one disturbs the other, and the least of each counts. Who
    /// disturbs can only make the figure larger for a while: it is taken again until it is within what is allowed, a bounded number of times.
    /// </summary>
    public static double Growth(Action small, Action large, double allowed)
    {
        double growth = double.PositiveInfinity;
        long leastSmall = long.MaxValue, leastLarge = long.MaxValue;
        for (int round = 1; round <= MaxRounds && (round <= MinRounds || growth > allowed); round++)
        {
            leastSmall = Math.Min(leastSmall, ProcessorNanoseconds(small));
            leastLarge = Math.Min(leastLarge, ProcessorNanoseconds(large));
            growth = (double)leastLarge / Math.Max(1, leastSmall);
        }
        return growth;
    }

    private static long ProcessorNanoseconds(Action action)
    {
        long before = Now();
        action();
        return Now() - before;
    }

    private static long Now() => clock_gettime(ThreadCpuClock, out var time) == 0 ? time.Seconds * 1_000_000_000 + time.Nanoseconds : 0;

    [DllImport("libc")]
    private static extern int clock_gettime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
