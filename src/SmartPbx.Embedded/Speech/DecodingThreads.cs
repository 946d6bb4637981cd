using System.Collections.Concurrent;

namespace SmartPbx.Embedded.Speech;

/// <summary>
/// Where decoders work: a fixed number of threads, what comes first first. A machine full of callers hears them later then, and everything else, from the
/// events to the console, still finds a worker of the thread pool free. Fixed, because the C library keeps a heap of its own for each thread that decodes.
/// </summary>
internal sealed class DecodingThreads : TaskScheduler, IDisposable
{
    private readonly BlockingCollection<Task> _waiting = [];
    private readonly int _count;

    public DecodingThreads(string name, int count)
    {
        _count = count;
        for (var i = 0; i < count; i++) new Thread(Run) { Name = name, IsBackground = true }.Start();
    }

    public override int MaximumConcurrencyLevel => _count;

    /// <summary>Does the work in its turn.</summary>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.DenyChildAttach | TaskCreationOptions.RunContinuationsAsynchronously, this);

    /// <summary>Takes no more work; what waits is done. Any number of times.</summary>
    public void Dispose() => _waiting.CompleteAdding();

    protected override void QueueTask(Task task) => _waiting.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _waiting;

    private void Run()
    {
        foreach (var task in _waiting.GetConsumingEnumerable()) TryExecuteTask(task);
    }
}
