namespace SmartPbx.Media.Relay;

/// <summary>
/// The share of time one thread works, over the last second. Time the machine gave to others counts as work: it is missing for more of it. Written by
/// that thread, read by any.
/// </summary>
internal sealed class LoadMeter(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly long _windowTicks = (long)(Window.TotalSeconds * time.TimestampFrequency);
    private long _windowStartedAt = time.GetTimestamp();
    private long _workStartedAt;
    private long _worked;
    private double _load;

    /// <summary>0–1. Of a thread that has slept since, 0.</summary>
    public double Current => time.GetTimestamp() - Volatile.Read(ref _windowStartedAt) > 2 * _windowTicks ? 0 : Volatile.Read(ref _load);

    /// <summary>Work begins.</summary>
    public void Begin() => _workStartedAt = time.GetTimestamp();

    /// <summary>A piece of work is done; more may follow without another <see cref="Begin"/>.</summary>
    public void Done()
    {
        long now = time.GetTimestamp(), elapsed = now - _windowStartedAt;
        _worked += now - _workStartedAt;
        _workStartedAt = now;
        if (elapsed < _windowTicks) return;
        Volatile.Write(ref _load, Math.Min(1, (double)_worked / elapsed));
        Volatile.Write(ref _windowStartedAt, now);
        _worked = 0;
    }
}
