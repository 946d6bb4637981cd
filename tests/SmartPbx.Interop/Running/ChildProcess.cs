using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SmartPbx.Interop.Running;

/// <summary>Another program: its output goes into a file, lines can be typed to it, and it is gone when this is disposed.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int SignalTerminate = 15, SignalStop = 19, SignalContinue = 18;
    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly Lock _gate = new();
    private readonly Task _reading;

    private ChildProcess(Process process, string logFile)
    {
        (_process, LogFile) = (process, logFile);
        _log = new StreamWriter(new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        _reading = Task.WhenAll(CopyAsync(process.StandardOutput), CopyAsync(process.StandardError));
    }

    public string LogFile { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public static ChildProcess Start(string program, IEnumerable<string> arguments, string logFile, IReadOnlyDictionary<string, string>? environment = null, string? workingFolder = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = workingFolder ?? "" };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>()) start.Environment[key] = value;
        return new ChildProcess(Process.Start(start)!, logFile);
    }

    /// <summary>Types one line.</summary>
    public async Task SayAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Everything it said so far.</summary>
    public string Said()
    {
        using var stream = new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Waits until it has said something; false when it ended or the time is over.</summary>
    /// <param name="from">How much of <see cref="Said"/> does not count any more, in characters.</param>
    public async Task<bool> SaysAsync(string text, TimeSpan within, CancellationToken cancellationToken, int from = 0)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < within; await Task.Delay(50, cancellationToken))
        {
            if (HasSaid()) return true;
            if (HasExited) break;
        }
        return HasSaid();

        bool HasSaid() => Said().AsSpan(from).Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public void Freeze() => _ = kill(_process.Id, SignalStop);

    public void Thaw() => _ = kill(_process.Id, SignalContinue);

    /// <summary>SIGTERM, and SIGKILL when that is not enough.</summary>
    public async Task TerminateAsync(TimeSpan within)
    {
        if (_process.HasExited) return;
        Thaw();
        _ = kill(_process.Id, SignalTerminate);
        using var limit = new CancellationTokenSource(within);
        try { await _process.WaitForExitAsync(limit.Token); }
        catch (OperationCanceledException) { _process.Kill(entireProcessTree: true); }
    }

    /// <summary>SIGKILL: gone without a word.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await DisposeAsync();
    }

    private async Task CopyAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
            lock (_gate) _log.WriteLine(line);
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int processId, int signal);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await TerminateAsync(TimeSpan.FromSeconds(1));
        await Task.WhenAny(_reading, Task.Delay(TimeSpan.FromSeconds(1)));
        lock (_gate) _log.Dispose();
        _process.Dispose();
    }
}
