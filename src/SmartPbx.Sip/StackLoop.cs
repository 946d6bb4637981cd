using System.Collections.Concurrent;

namespace SmartPbx.Sip;

/// <summary>
/// Handles one event after another: whoever has an event at hand does what waits, unless somebody does already. So a message is answered by the thread that
/// received it, without waking another. What comes from elsewhere, timers above all, is handled by a thread that does nothing else: a worker of the thread pool
/// that has to wait for its core would hold up everybody's messages meanwhile. What users are told waits behind everything that the stack has to do itself: a
/// call takes its time, and the next INVITE wants its 100 now.
/// </summary>
/// <param name="handle">Handles one event; does not throw.</param>
/// <param name="onThread">Runs first on the loop's own thread, for its scheduling.</param>
internal sealed class StackLoop(Action<StackEvent> handle, Action? onThread = null)
{
    /// <summary>Beyond this callbacks wait no longer behind events, so that a flood of messages does not pile up here.</summary>
    public const int MaxCallbacks = 256;

    private readonly ConcurrentQueue<StackEvent> _events = new();
    private readonly ConcurrentQueue<StackEvent> _callbacks = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _posted = new(); // a monitor, which its thread waits on
    private int _isHandling;
    private bool _isWoken;
    private bool _hasThread;
    private volatile bool _isClosing;

    /// <summary>Starts the loop's own thread, which inherits from the caller how the kernel treats it; else the first <see cref="Post"/> does.</summary>
    public void Start() => Wake();

    /// <summary>From a thread of a transport, which holds no lock and has nothing better to do: handles it here, or leaves it to whoever handles now. False: it is closing.</summary>
    public bool TryRun(StackEvent item)
    {
        if (_isClosing)
            return false;
        _events.Enqueue(item);
        Run(withCallbacks: true);
        return true;
    }

    /// <summary>As <see cref="TryRun"/>, but the callbacks wait for <see cref="Continue"/>, which the same thread calls until it says that nothing is left.</summary>
    public bool TryRunFirst(StackEvent item)
    {
        if (_isClosing)
            return false;
        _events.Enqueue(item);
        Run(withCallbacks: _callbacks.Count >= MaxCallbacks);
        return true;
    }

    /// <summary>Runs one callback, and what follows from it. False: none is left, or somebody else runs them.</summary>
    public bool Continue()
    {
        if (_callbacks.IsEmpty || Interlocked.CompareExchange(ref _isHandling, 1, 0) != 0)
            return false;
        if (_callbacks.TryDequeue(out var callback))
            handle(callback);
        Interlocked.Exchange(ref _isHandling, 0);
        Run(withCallbacks: false);
        return !_callbacks.IsEmpty;
    }

    /// <summary>From anybody, who may hold locks that a handler wants: handles it on the loop's own thread, or on the one that comes along first.</summary>
    public void Post(StackEvent item)
    {
        if (_isClosing)
            return;
        _events.Enqueue(item);
        Interlocked.MemoryBarrier(); // the event is seen by whoever is still handling, or he is seen to have left
        if (Volatile.Read(ref _isHandling) == 0)
            Wake();
    }

    /// <summary>From within an event: a callback, after all others.</summary>
    public void Defer(StackEvent callback) => _callbacks.Enqueue(callback);

    /// <summary>What waits is handled yet; what comes now is not. Completes when nothing runs any more.</summary>
    public Task CloseAsync()
    {
        _isClosing = true;
        Wake();
        return _closed.Task;
    }

    // Whoever leaves looks once more, as somebody may have come in between and relied on it.
    private void Run(bool withCallbacks)
    {
        do
        {
            if (Interlocked.CompareExchange(ref _isHandling, 1, 0) != 0)
                return;
            while (_events.TryDequeue(out var item) || withCallbacks && _callbacks.TryDequeue(out item))
                handle(item);
            if (_isClosing && _callbacks.IsEmpty)
                _closed.TrySetResult();
            Interlocked.Exchange(ref _isHandling, 0);
        }
        while (!_events.IsEmpty || withCallbacks && !_callbacks.IsEmpty || _isClosing && !_closed.Task.IsCompleted && withCallbacks);
    }

    private void Wake()
    {
        lock (_posted)
        {
            if (_isWoken)
                return;
            _isWoken = true;
            if (_hasThread)
                Monitor.Pulse(_posted);
            else
                new Thread(HandlePosted) { Name = "sip-loop", IsBackground = true }.Start();
            _hasThread = true;
        }
    }

    private void HandlePosted()
    {
        onThread?.Invoke();
        while (!_closed.Task.IsCompleted)
        {
            WaitForPosts();
            Run(withCallbacks: true);
            if (_isClosing)
                Thread.Yield(); // somebody may still be in the middle of an event
        }
    }

    private void WaitForPosts()
    {
        lock (_posted)
        {
            while (!_isWoken && !_isClosing)
                Monitor.Wait(_posted);
            _isWoken = false;
        }
    }
}
