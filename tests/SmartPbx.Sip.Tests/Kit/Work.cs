using System.Runtime.InteropServices;

namespace SmartPbx.Sip.Tests.Kit;

/// <summary>What a piece of code costs, in measures that a busy machine does not change much: bytes allocated, and processor time of this thread.</summary>
internal static class Work
{
    private const int Repeats = 15, ThreadCpuClock = 3; // CLOCK_THREAD_CPUTIME_ID

    public static long AllocatedBytes(Action action)
    {
        action(); // first use makes tables and grows buffers
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>The least of many runs: what it costs when nothing disturbs it.</summary>
    public static TimeSpan ProcessorTime(Action action)
    {
        long least = long.MaxValue;
        for (int i = 0; i < Repeats; i++)
        {
            long before = Now();
            action();
            least = Math.Min(least, Now() - before);
        }
        return TimeSpan.FromMicroseconds(least / 1000.0);
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
