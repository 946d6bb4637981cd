namespace SmartPbx.Media.Relay;

/// <summary>The transcoding threads of one engine, started with the first call that needs one. Relay thread only, but for the figures.</summary>
internal sealed class TranscodingPool(RelayThread relay) : IDisposable
{
    private static readonly int MaxThreads = Math.Clamp(Environment.ProcessorCount - 1, 1, 8);

    private TranscodingThread[] _threads = [];
    private int _next;

    /// <summary>Bytes allocated by all of them.</summary>
    public long AllocatedBytes => Volatile.Read(ref _threads).Sum(thread => thread.AllocatedBytes);

    /// <summary>Packets lost on the way back, because the relay thread was too slow.</summary>
    public long DroppedPackets => Volatile.Read(ref _threads).Sum(thread => thread.DroppedPackets);

    /// <summary>The thread for a new transcoder; it keeps it.</summary>
    public TranscodingThread Assign()
    {
        if (_threads.Length < MaxThreads) Volatile.Write(ref _threads, [.. _threads, new TranscodingThread(relay, _threads.Length)]);
        return _threads[_next++ % _threads.Length];
    }

    /// <summary>Sends what has come back.</summary>
    public void Deliver(long now)
    {
        foreach (TranscodingThread thread in _threads) thread.Deliver(now);
    }

    public void Dispose()
    {
        foreach (TranscodingThread thread in _threads) thread.Dispose();
        _threads = [];
    }
}
