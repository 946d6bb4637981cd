using System.Collections.Concurrent;

namespace SmartPbx.Embedded.Speech;

/// <summary>
/// Where decoders work: one thread per processor, what comes first first. A machine full of callers hears them later then, and everything else, from the
/// events to the console, still finds a worker of the thread pool free.
/// </summary>
internal sealed class DecodingThreads : TaskScheduler, IDisposable
{
    private readonly BlockingCollection<Task> _waiting = [];

    public DecodingThreads()
    {
        for (var i = 0; i < MaximumConcurrencyLevel; i++) new Thread(Run) { Name = "decoding", IsBackground = true }.Start();
    }

    public override int MaximumConcurrencyLevel => Environment.ProcessorCount;

    /// <summary>Decodes a piece of what somebody says, in its turn among all who speak.</summary>
    public Task<T> RunAsync<T>(Func<T> decode, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(decode, cancellationToken, TaskCreationOptions.DenyChildAttach | TaskCreationOptions.RunContinuationsAsynchronously, this);

    /// <summary>Work of a second or more (a whole utterance, loading a model), on a thread of its own: nobody who speaks has to wait for its end.</summary>
    public static Task<T> RunLongAsync<T>(Func<T> work, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.DenyChildAttach | TaskCreationOptions.LongRunning, Default);

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
