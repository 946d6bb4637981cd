using System.Diagnostics;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>Waits for something that another thread will do, looking every few milliseconds, bounded.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
        {
            Assert.True(watch.Elapsed < Limit, $"did not happen in {Limit}: {what}");
            await timer.WaitForNextTickAsync();
        }
    }
}
