namespace SmartPbx.Sip.Tests.Kit;

/// <summary>Waits for what another thread does.</summary>
internal static class Eventually
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);

    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < SocketStack.Patience, $"not in time: {what}");
            await Task.Delay(LookEvery);
        }
    }
}
