using System.Collections.Concurrent;

namespace SmartPbx.MediaEdge.Spool;

/// <summary>A thread for work that waits for the disk, so that no worker of the thread pool does while calls wait for one.</summary>
internal sealed class DiskThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];

    public DiskThread(string name) => new Thread(Run) { Name = name, IsBackground = true }.Start();

    /// <summary>Does the work there; the result, or the exception, comes as a task.</summary>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _work.Add(() => Do(work, done));
        }
        catch (InvalidOperationException)
        {
            done.SetException(new ObjectDisposedException(nameof(DiskThread)));
        }
        return done.Task;
    }

    /// <summary>Takes no more work; what waits is done. Any number of times.</summary>
    public void Dispose() => _work.CompleteAdding();

    private static void Do<T>(Func<T> work, TaskCompletionSource<T> done)
    {
        try
        {
            done.SetResult(work());
        }
        catch (Exception failure) // boundary: the failure is its caller's, and must not end the thread
        {
            done.SetException(failure);
        }
    }

    private void Run()
    {
        foreach (var work in _work.GetConsumingEnumerable()) work();
    }
}
