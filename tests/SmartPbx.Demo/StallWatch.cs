using System.Diagnostics;

namespace SmartPbx.Demo;

/// <summary>Notices when the machine did not run us: a thread that should wake every 5 ms and keeps the moments it woke late.</summary>
internal sealed class StallWatch : IDisposable
{
    private const double PeriodMs = 5, StallMs = 60;
    private readonly List<(long At, double Ms)> _stalls = [];
    private readonly Thread _thread;
    private volatile bool _stopped;

    public StallWatch()
    {
        _thread = new Thread(Watch) { IsBackground = true, Name = "stall-watch", Priority = ThreadPriority.Highest };
        _thread.Start();
    }

    /// <summary>The longest stall since a moment, 0 when there was none.</summary>
    public double LongestSince(long tick)
    {
        lock (_stalls) return _stalls.Where(s => s.At >= tick).Select(s => s.Ms).DefaultIfEmpty(0).Max();
    }

    private void Watch()
    {
        for (var last = Stopwatch.GetTimestamp(); !_stopped;)
        {
            Thread.Sleep(TimeSpan.FromMilliseconds(PeriodMs));
            var now = Stopwatch.GetTimestamp();
            var late = Clock.Ms(last, now) - PeriodMs;
            if (late > StallMs) lock (_stalls) _stalls.Add((now, late));
            last = now;
        }
    }

    public void Dispose()
    {
        _stopped = true;
        _thread.Join();
    }
}
