using Microsoft.Extensions.Logging;

namespace SmartPbx.Agents.Conversations;

/// <summary>The tasks that a conversation has started: none outlives it.</summary>
internal sealed class Activities(TaskScheduler scheduler, TimeProvider clock, ILogger logger)
{
    /// <summary>A provider that ignores its cancellation is left behind after this.</summary>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(8);

    private readonly List<Task> _running = [];

    /// <summary>Starts a task that handles its own failures; cancellation is a normal end.</summary>
    public void Start(Func<CancellationToken, Task> activity, CancellationToken cancellationToken)
    {
        _running.RemoveAll(t => t.IsCompleted);
        _running.Add(Task.Factory.StartNew(() => RunAsync(activity, cancellationToken), CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler).Unwrap());
    }

    /// <summary>Waits for all of them, after their cancellation.</summary>
    public async Task StopAsync()
    {
        try
        {
            await Task.WhenAll(_running).WaitAsync(StopTimeout, clock);
        }
        catch (TimeoutException)
        {
            logger.LogError("{Count} tasks of a conversation ignore their cancellation", _running.Count(t => !t.IsCompleted));
        }
    }

    private async Task RunAsync(Func<CancellationToken, Task> activity, CancellationToken cancellationToken)
    {
        try
        {
            await activity(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        catch (Exception failure) // boundary: nobody awaits these tasks, so this is where a bug is seen
        {
            logger.LogError(failure, "a task of a conversation failed");
        }
    }
}
