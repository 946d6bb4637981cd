using System.Threading.Tasks.Sources;

namespace SmartPbx.Media.Relay;

/// <summary>
/// Decoded audio of one side of a leg: exactly one frame of 20 ms every 20 ms from opening to disposal, whatever arrives, in order, after
/// a jitter buffer of 20–60 ms. Written by the relay thread into a bounded ring that never blocks it; read by one consumer on its own
/// task. When the consumer is too slow the newest frames are lost and counted, and <see cref="TapFrame.PositionSamples"/> shows the hole.
/// </summary>
public sealed class AudioTap : IDisposable, IValueTaskSource<bool>, IThreadPoolWorkItem
{
    /// <summary>Frames that wait for a slow consumer: two seconds.</summary>
    public const int MaxWaitingFrames = 100;

    private readonly short[] _samples;
    private readonly TapFrame[] _frames = new TapFrame[MaxWaitingFrames];
    private readonly Action<AudioTap> _onDispose;
    private ManualResetValueTaskSourceCore<bool> _signal;
    private CancellationTokenRegistration _cancellation;
    private CancellationToken _cancellationToken;
    private long _written; // relay thread
    private long _readCount; // consumer
    private long _overflows;
    private int _waiting; // 1 while the consumer waits; whoever swaps it to 0 completes the wait
    private int _closed;

    internal AudioTap(TapSide side, int sampleRateHz, Action<AudioTap> onDispose)
    {
        Side = side;
        SampleRateHz = sampleRateHz;
        FrameSamples = sampleRateHz / 50;
        _samples = new short[FrameSamples * MaxWaitingFrames];
        _onDispose = onDispose;
    }

    /// <summary>Which half of the leg this is.</summary>
    public TapSide Side { get; }

    /// <summary>Samples per second of the frames.</summary>
    public int SampleRateHz { get; }

    /// <summary>Samples in one frame: 160 at 8 kHz.</summary>
    public int FrameSamples { get; }

    /// <summary>Frames lost because the consumer was too slow.</summary>
    public long Overflows => Volatile.Read(ref _overflows);

    /// <summary>Waits for a frame. One wait at a time.</summary>
    /// <returns>True when <see cref="TryRead"/> has a frame; false when the tap or its leg is closed and drained.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        if (HasFrame) return new(true);
        if (Volatile.Read(ref _closed) != 0) return new(HasFrame);
        cancellationToken.ThrowIfCancellationRequested();
        _signal.Reset();
        _cancellationToken = cancellationToken;
        Interlocked.Exchange(ref _waiting, 1);
        // A frame may have come between the first look and the flag; then nobody else completes the wait.
        if ((HasFrame || Volatile.Read(ref _closed) != 0) && StopWaiting()) return new(HasFrame);
        _cancellation = cancellationToken.UnsafeRegister(static (tap, _) => ((AudioTap)tap!).Cancel(), this);
        return new(this, _signal.Version);
    }

    /// <summary>Takes the oldest frame without waiting.</summary>
    /// <param name="frame">Receives <see cref="FrameSamples"/> samples; must be at least as long.</param>
    /// <param name="info">Facts about the frame.</param>
    public bool TryRead(Span<short> frame, out TapFrame info)
    {
        info = default;
        if (!HasFrame) return false;
        int slot = (int)(_readCount % MaxWaitingFrames);
        _samples.AsSpan(slot * FrameSamples, FrameSamples).CopyTo(frame);
        info = _frames[slot];
        Volatile.Write(ref _readCount, _readCount + 1);
        return true;
    }

    /// <summary>Stops the tap; a waiting consumer gets false. Any thread, any number of times.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0) return;
        _onDispose(this);
        Wake();
    }

    /// <summary>Relay thread: the leg is gone.</summary>
    internal void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0) Wake();
    }

    /// <summary>Relay thread: appends one frame.</summary>
    /// <returns>False on overflow.</returns>
    internal bool Write(ReadOnlySpan<short> frame, in TapFrame info)
    {
        if (_written - Volatile.Read(ref _readCount) >= MaxWaitingFrames)
        {
            Volatile.Write(ref _overflows, _overflows + 1);
            return false;
        }
        int slot = (int)(_written % MaxWaitingFrames);
        frame.CopyTo(_samples.AsSpan(slot * FrameSamples, FrameSamples));
        _frames[slot] = info;
        Volatile.Write(ref _written, _written + 1);
        Interlocked.MemoryBarrier(); // the frame must be visible before we look whether somebody waits
        Wake();
        return true;
    }

    // Continuations never run on the relay thread: the tap itself is the work item, so waking allocates nothing.
    private void Wake()
    {
        if (Volatile.Read(ref _waiting) != 0 && StopWaiting()) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void Cancel()
    {
        if (StopWaiting()) _signal.SetException(new OperationCanceledException(_cancellationToken));
    }

    private bool HasFrame => Volatile.Read(ref _written) != _readCount;

    private bool StopWaiting() => Interlocked.CompareExchange(ref _waiting, 0, 1) == 1;

    void IThreadPoolWorkItem.Execute() => _signal.SetResult(HasFrame);

    bool IValueTaskSource<bool>.GetResult(short token)
    {
        _cancellation.Unregister();
        return _signal.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _signal.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _signal.OnCompleted(continuation, state, token, flags);
}
