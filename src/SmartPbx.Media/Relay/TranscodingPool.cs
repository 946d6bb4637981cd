namespace SmartPbx.Media.Relay;

/// <summary>
/// The transcoding threads of one engine, started as transcoders need them: one for each core, for the relay needs little of its own. Relay thread only,
/// but for the figures.
/// </summary>
internal sealed class TranscodingPool(RelayThread relay) : IDisposable
{
    private static readonly int MaxThreads = Math.Clamp(Environment.ProcessorCount, 1, 8);

    private TranscodingThread[] _threads = [];

    /// <summary>Bytes allocated by all of them.</summary>
    public long AllocatedBytes => Volatile.Read(ref _threads).Sum(thread => thread.AllocatedBytes);

    /// <summary>Packets lost because a transcoding thread, or the relay behind it, was too slow.</summary>
    public long DroppedPackets => Volatile.Read(ref _threads).Sum(thread => thread.DroppedPackets);

    /// <summary>Share of its time that the thread works which the next transcoder would get: 0 while there is one to start.</summary>
    public double Load
    {
        get
        {
            TranscodingThread[] threads = Volatile.Read(ref _threads);
            return threads.Length < MaxThreads ? 0 : threads.Min(thread => thread.Load);
        }
    }

    /// <summary>The thread for a new transcoder, which keeps it: the one with the fewest.</summary>
    public TranscodingThread Assign()
    {
        TranscodingThread? fewest = _threads.MinBy(thread => thread.Transcoders);
        if (fewest is null || (fewest.Transcoders > 0 && _threads.Length < MaxThreads))
            Volatile.Write(ref _threads, [.. _threads, fewest = new TranscodingThread(relay, _threads.Length)]);
        fewest.Transcoders++;
        return fewest;
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
