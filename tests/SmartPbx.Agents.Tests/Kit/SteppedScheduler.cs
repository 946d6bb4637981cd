using System.Collections.Concurrent;

namespace SmartPbx.Agents.Tests.Kit;

/// <summary>Runs tasks only when told, one at a time on the test's thread, so that a simulated call is exact.</summary>
internal sealed class SteppedScheduler : TaskScheduler
{
    private const int MostTasksAtOnce = 100_000;

    private readonly BlockingCollection<Task> _tasks = [];

    /// <summary>Runs what is queued and what that queues.</summary>
    public void RunAll()
    {
        var context = SynchronizationContext.Current; // xUnit's own would be captured instead of this scheduler
        SynchronizationContext.SetSynchronizationContext(null);
        for (var ran = 0; _tasks.TryTake(out var task); ran++)
        {
            if (ran > MostTasksAtOnce) throw new InvalidOperationException("tasks go round in a circle");
            TryExecuteTask(task);
        }
        SynchronizationContext.SetSynchronizationContext(context);
    }

    /// <summary>Waits for a task that another thread is about to queue (the media ring wakes its reader by the thread pool), then runs all.</summary>
    public void RunAfterWake()
    {
        if (!_tasks.TryTake(out var task, TimeSpan.FromSeconds(10))) throw new TimeoutException("nothing woke the conversation");
        _tasks.Add(task);
        RunAll();
    }

    protected override void QueueTask(Task task) => _tasks.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _tasks;
}
