using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SmartPbx.Bench.Machine;

/// <summary>A child process on given cores; killed when disposed. What it prints is kept.</summary>
internal sealed class PinnedProcess : IDisposable
{
    private const int SigStop = 19, SigCont = 18, SigTerm = 15;
    private const int MaxLines = 10_000;

    private readonly Process _process;
    private readonly string _name;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly BlockingCollection<string> _unread = new(MaxLines);

    private PinnedProcess(Process process, string name)
    {
        (_process, _name) = (process, name);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts <paramref name="program"/> with <c>taskset</c> on these cores.</summary>
    public static PinnedProcess Start(string cores, string program, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        // taskset replaces itself by the program, so the process id is the program's.
        var start = new ProcessStartInfo("taskset", ["-c", cores, program, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = folder ?? "",
        };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>()) start.Environment[key] = value;
        return new PinnedProcess(Process.Start(start)!, Path.GetFileName(program));
    }

    /// <summary>The next line that <paramref name="isWanted"/>; others are passed over.</summary>
    public string WaitForLine(Func<string, bool> isWanted, TimeSpan within)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < within)
            if (_unread.TryTake(out var line, TimeSpan.FromMilliseconds(100)))
            {
                if (isWanted(line)) return line;
            }
            else if (HasExited && _unread.Count == 0) break;
        throw new BenchFailedException($"{_name} did not say what was waited for: {string.Join(" | ", _lines.TakeLast(5))}");
    }

    /// <summary>Throws when it has ended.</summary>
    public void MustRun()
    {
        if (HasExited) throw new BenchFailedException($"{_name} has ended: {string.Join(" | ", _lines.TakeLast(5))}");
    }

    public void Tell(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    public void WaitForExit(TimeSpan within)
    {
        if (!_process.WaitForExit(within)) throw new BenchFailedException($"{_name} did not end within {within.TotalSeconds} s");
        _process.WaitForExit(); // and its output is complete
    }

    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Stops the process from running while something else is measured on its core.</summary>
    public void Pause() => _ = kill(Id, SigStop);

    public void Resume() => _ = kill(Id, SigCont);

    public void Terminate() => _ = kill(Id, SigTerm);

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
        _unread.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        _lines.Enqueue(line);
        if (_lines.Count > MaxLines) _lines.TryDequeue(out _);
        if (!_unread.IsAddingCompleted) _unread.TryAdd(line);
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int processId, int signal);
}
