namespace SmartPbx.Embedded.Bus;

/// <summary>Wakes everybody who waits. To miss nothing: take <see cref="Next"/>, look whether there is work, and only then await what was taken.</summary>
internal sealed class WakeSignal
{
    private TaskCompletionSource _next = Create();

    public Task Next => Volatile.Read(ref _next).Task;

    public void Wake() => Interlocked.Exchange(ref _next, Create()).TrySetResult();

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
