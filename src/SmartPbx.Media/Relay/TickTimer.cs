using System.Runtime.InteropServices;

namespace SmartPbx.Media.Relay;

/// <summary>
/// The relay's 20 ms beat as a descriptor (timerfd_create(2)). The kernel programs its clock once a beat, where a timeout of epoll_wait would do so at each
/// wait, which is dear in a virtual machine; and it counts the beats that a stalled relay has missed.
/// </summary>
internal sealed unsafe class TickTimer : IDisposable
{
    private readonly long _periodNanoseconds;
    private int _fd = Libc.TimerFdCreate(Libc.ClockMonotonic, Libc.EventFdNonBlock | Libc.EventFdCloseOnExec);

    public TickTimer(TimeSpan period)
    {
        if (_fd < 0) throw new IOException($"timerfd_create failed with errno {Marshal.GetLastPInvokeError()}");
        _periodNanoseconds = (long)period.TotalNanoseconds;
    }

    public int Fd => _fd;

    /// <summary>Beats from now on.</summary>
    public void Start() => Set(_periodNanoseconds);

    /// <summary>No beat any more, so that a relay without legs sleeps.</summary>
    public void Stop() => Set(0);

    /// <returns>Beats since the last call.</returns>
    public long Take()
    {
        long beats;
        return Libc.Read(_fd, (byte*)&beats, sizeof(long)) == sizeof(long) ? beats : 0;
    }

    public void Dispose()
    {
        if (_fd >= 0) _ = Libc.Close(_fd);
        _fd = -1;
    }

    // struct itimerspec: interval and first expiry, each seconds and nanoseconds.
    private void Set(long nanoseconds)
    {
        long* setting = stackalloc long[4] { 0, nanoseconds, 0, nanoseconds };
        _ = Libc.TimerFdSetTime(_fd, 0, setting, null);
    }
}
