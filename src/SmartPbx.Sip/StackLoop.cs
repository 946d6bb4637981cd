using System.Collections.Concurrent;

namespace SmartPbx.Sip;

/// <summary>
/// Handles one event after another without a thread of its own: whoever has an event at hand does what waits, unless somebody does already. So a message is
/// answered by the thread that received it, without waking another and without waiting behind other work of the thread pool.
/// </summary>
internal sealed class StackLoop(Action<StackEvent> handle) : IThreadPoolWorkItem
{
    private readonly ConcurrentQueue<StackEvent> _events = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isHandling;
    private int _isScheduled;
    private volatile bool _isClosing;

    /// <summary>From a thread of a transport, which holds no lock and has nothing better to do: handles it here, or leaves it to whoever handles now. False: it is closing.</summary>
    public bool TryRun(StackEvent item)
    {
        if (_isClosing)
            return false;
        _events.Enqueue(item);
        Run();
        return true;
    }

    /// <summary>From anybody, who may hold locks that a handler wants: handles it on the thread pool, or on the thread that comes along first.</summary>
    public void Post(StackEvent item)
    {
        if (_isClosing)
            return;
        _events.Enqueue(item);
        Interlocked.MemoryBarrier(); // the event is seen by whoever is still handling, or he is seen to have left
        if (Volatile.Read(ref _isHandling) == 0)
            Schedule();
    }

    /// <summary>What waits is handled yet; what comes now is not. Completes when nothing runs any more.</summary>
    public Task CloseAsync()
    {
        _isClosing = true;
        Schedule();
        return _closed.Task;
    }

    void IThreadPoolWorkItem.Execute()
    {
        Volatile.Write(ref _isScheduled, 0);
        Run();
    }

    // Whoever leaves looks once more, as somebody may have come in between and relied on it.
    private void Run()
    {
        do
        {
            if (Interlocked.CompareExchange(ref _isHandling, 1, 0) != 0)
                return;
            while (_events.TryDequeue(out var item))
                handle(item);
            if (_isClosing)
                _closed.TrySetResult();
            Interlocked.Exchange(ref _isHandling, 0);
        }
        while (!_events.IsEmpty || _isClosing && !_closed.Task.IsCompleted);
    }

    private void Schedule()
    {
        if (Interlocked.Exchange(ref _isScheduled, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
