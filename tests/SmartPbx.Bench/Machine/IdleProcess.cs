using System.Diagnostics;

namespace SmartPbx.Bench.Machine;

/// <summary>
/// A moment of rest after a load. Of one that was too much, sockets are still full: seconds of work, which would delay everything in the next trial.
/// </summary>
internal static class IdleProcess
{
    private const double IdleShare = 0.05; // of one core
    private static readonly TimeSpan Sample = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Returns when the process, which nobody sends to any more, has nothing left to do.</summary>
    public static void Wait(int processId)
    {
        using var process = Process.GetProcessById(processId);
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Patience)
        {
            var (before, since) = (Cpu(process), Stopwatch.GetTimestamp());
            if (process.WaitForExit(Sample)) return;
            if (Cpu(process) - before < Stopwatch.GetElapsedTime(since) * IdleShare) return;
        }
    }

    private static TimeSpan Cpu(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }
}
