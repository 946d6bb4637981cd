namespace SmartPbx.Media.Relay;

/// <summary>Wakes the relay thread from its wait for packets (eventfd(2)). Any thread signals; many signals before the relay looks are one.</summary>
internal sealed unsafe class WakeEvent : IDisposable
{
    private readonly int _fd = Libc.EventFd(0, Libc.EventFdNonBlock | Libc.EventFdCloseOnExec);
    private readonly Lock _gate = new();
    private bool _closed;
    private int _pending;

    public int Fd => _fd;

    /// <summary>Any thread: there is something to do.</summary>
    public void Signal()
    {
        if (Interlocked.Exchange(ref _pending, 1) == 0) Write();
    }

    /// <summary>Relay thread: what was signalled until now will be looked at.</summary>
    public void Take()
    {
        ulong count;
        _ = Libc.Read(_fd, (byte*)&count, sizeof(ulong));
        Volatile.Write(ref _pending, 0); // before the work is looked for: what comes later wakes again
        Interlocked.MemoryBarrier();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _ = Libc.Close(_fd);
        }
    }

    // The gate keeps a late caller from writing to a descriptor that is closed, and perhaps somebody else's. The relay never waits for it.
    private void Write()
    {
        ulong one = 1;
        lock (_gate)
            if (!_closed) _ = Libc.Write(_fd, (byte*)&one, sizeof(ulong));
    }
}
