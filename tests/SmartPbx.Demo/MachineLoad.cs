namespace SmartPbx.Demo;

/// <summary>How busy all processors of the machine are (proc(5), /proc/stat), smoothed over some five readings: time stolen by a host counts as busy.</summary>
internal sealed class MachineLoad
{
    private const int Idle = 3, WaitingForDisk = 4;
    private const double Weight = 0.2;
    private (long Idle, long All) _last = Read();
    private double _busy = 0.5;

    /// <summary>0 to 1, to be read at regular times.</summary>
    public double Busy()
    {
        var now = Read();
        var (idle, all) = (now.Idle - _last.Idle, now.All - _last.All);
        _last = now;
        return _busy += Weight * ((all <= 0 ? 1 : 1 - (double)idle / all) - _busy);
    }

    private static (long Idle, long All) Read()
    {
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(long.Parse).ToArray();
        return (ticks[Idle] + ticks[WaitingForDisk], ticks.Sum());
    }
}
