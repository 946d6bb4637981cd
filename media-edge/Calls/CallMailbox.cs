using System.Diagnostics.CodeAnalysis;
using System.Threading.Tasks.Sources;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>
/// The only way into a call's state: many writers (SIP loop, relay thread, timers, agent), one reader at a time. What the SIP loop brings is read by the loop's own
/// thread unless somebody reads already: a message is answered where it was received, and no thread is woken for it. What others bring is read on the thread pool.
/// Bounded by refusing, never by dropping: media events that would wait behind too many others are coalesced away, requests of a peer are refused and
/// answered 503 by the dispatcher. What remains (answers to our own requests, our own timers) is bounded by what the call itself began.
/// </summary>
internal sealed class CallMailbox : IValueTaskSource
{
    /// <summary>Beyond this the relay's events are coalesced: the same event that already waits says enough.</summary>
    public const int MaxWaitingMedia = 64;

    /// <summary>Beyond this a peer's requests are refused.</summary>
    public const int MaxWaitingRequests = 256;

    private readonly Lock _gate = new(); // held for an instant by whoever adds or takes
    private readonly Queue<CallInput> _inputs = [];
    private ManualResetValueTaskSourceCore<bool> _arrival; // the reader waits for it; reused
    private bool _isReaderWaiting;
    private bool _isClosed;
    private int _mediaWaiting;

    /// <summary>Takes an input; false when the call is over, or too much waits for a request to be taken as well.</summary>
    public bool TryPost(CallInput input) => TryAdd(input, onThisThread: false);

    /// <summary>
    /// From the SIP loop, which holds no lock and waits for nothing: as <see cref="TryPost"/>, and the call handles it before this returns, unless it is busy
    /// elsewhere or has to wait for somebody.
    /// </summary>
    public bool TryHandle(CallInput input) => TryAdd(input, onThisThread: true);

    /// <summary>The call is over: nothing is taken any more.</summary>
    public bool IsClosed
    {
        get { lock (_gate) return _isClosed; }
    }

    /// <summary>The reader's end: completes when there is something to take.</summary>
    public ValueTask WaitAsync()
    {
        lock (_gate)
        {
            if (_inputs.Count > 0) return ValueTask.CompletedTask;
            _arrival.Reset();
            _isReaderWaiting = true;
            return new ValueTask(this, _arrival.Version);
        }
    }

    /// <summary>The reader's end: the next input.</summary>
    public bool TryTake([NotNullWhen(true)] out CallInput? input)
    {
        lock (_gate)
        {
            if (!_inputs.TryDequeue(out input)) return false;
            if (input is CallInput.Media) _mediaWaiting--;
            return true;
        }
    }

    /// <summary>Ends the mailbox. What still waits is given back, so that nobody is left without an answer.</summary>
    public IReadOnlyList<CallInput> Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            CallInput[] left = [.. _inputs];
            _inputs.Clear();
            _inputs.TrimExcess(); // legs know their mailbox for as long as a late answer may come
            return left;
        }
    }

    void IValueTaskSource.GetResult(short token) => _arrival.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _arrival.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _arrival.OnCompleted(continuation, state, token, flags);

    private bool TryAdd(CallInput input, bool onThisThread)
    {
        lock (_gate)
        {
            if (_isClosed || input is CallInput.Request && _inputs.Count >= MaxWaitingRequests) return false;
            if (input is CallInput.Media && ++_mediaWaiting > MaxWaitingMedia)
            {
                _mediaWaiting--;
                return true;
            }
            _inputs.Enqueue(input);
            if (!_isReaderWaiting) return true;
            _isReaderWaiting = false;
            _arrival.RunContinuationsAsynchronously = !onThisThread;
        }
        _arrival.SetResult(true); // outside the gate: the reader may run in here
        return true;
    }
}
