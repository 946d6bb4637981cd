using System.Threading.Channels;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>
/// The only way into a call's state: many writers (SIP loop, relay thread, timers, agent), one reader. Bounded by refusing, never by
/// dropping: media events that would wait behind too many others are coalesced away, requests of a peer are refused and answered 503 by the
/// dispatcher. What remains (answers to our own requests, our own timers) is bounded by what the call itself began.
/// </summary>
internal sealed class CallMailbox
{
    /// <summary>Beyond this the relay's events are coalesced: the same event that already waits says enough.</summary>
    public const int MaxWaitingMedia = 64;

    /// <summary>Beyond this a peer's requests are refused.</summary>
    public const int MaxWaitingRequests = 256;

    private static readonly Channel<CallInput> Over = Closed();

    private Channel<CallInput> _inputs = Channel.CreateUnbounded<CallInput>(); // the single-reader kind cannot count
    private int _mediaWaiting;

    /// <summary>The reader's end.</summary>
    public IAsyncEnumerable<CallInput> ReadAllAsync() => _inputs.Reader.ReadAllAsync();

    /// <summary>Takes an input; false when the call is over, or too much waits for a request to be taken as well.</summary>
    public bool TryPost(CallInput input)
    {
        if (input is CallInput.Request && _inputs.Reader.Count >= MaxWaitingRequests) return false;
        if (input is not CallInput.Media) return _inputs.Writer.TryWrite(input);
        if (Interlocked.Increment(ref _mediaWaiting) > MaxWaitingMedia || !_inputs.Writer.TryWrite(input)) Interlocked.Decrement(ref _mediaWaiting);
        return true;
    }

    /// <summary>The reader has taken an input.</summary>
    public void Taken(CallInput input)
    {
        if (input is CallInput.Media) Interlocked.Decrement(ref _mediaWaiting);
    }

    /// <summary>
    /// Ends the mailbox. What still waits is given back, so that nobody is left without an answer. Legs know their mailbox for as long as a late answer may come;
    /// all that is left of it is that it is closed.
    /// </summary>
    public IReadOnlyList<CallInput> Close()
    {
        _inputs.Writer.TryComplete();
        var left = new List<CallInput>();
        while (_inputs.Reader.TryRead(out var input)) left.Add(input);
        _inputs = Over;
        return left;
    }

    private static Channel<CallInput> Closed()
    {
        var closed = Channel.CreateUnbounded<CallInput>();
        closed.Writer.Complete();
        return closed;
    }
}
