using System.Diagnostics;

namespace SmartPbx.Media.Tests.TestKit;

/// <summary>Waits for a condition that another thread brings about, without a fixed sleep. The limit is for what hangs, not for what is slow: a busy machine may take its time.</summary>
internal static class Deadline
{
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(20);

    public static void Until(Func<bool> condition, string what)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > Default) Assert.Fail($"within {Default.TotalSeconds} s: {what}");
            Thread.Yield();
        }
    }
}
