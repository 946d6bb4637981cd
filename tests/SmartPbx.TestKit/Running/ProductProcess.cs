using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;

namespace SmartPbx.TestKit.Running;

/// <summary>The whole product (Standalone) as a child process on free loopback ports, with freshly made passwords.</summary>
public sealed class ProductProcess : IAsyncDisposable
{
    public const string SipDomain = "demo.smartpbx.local", Number = "1000", Extension = "1008";
    /// <summary>From where the demo trunk's calls come.</summary>
    public static readonly IPAddress TrunkAddress = IPAddress.Parse("127.0.0.2");
    /// <summary>Where phones live that are no trunk.</summary>
    public static readonly IPAddress PhoneAddress = IPAddress.Parse("127.0.0.3");

    private const int Sigterm = 15, Sigkill = 9;
    private readonly Process _process;
    private readonly StreamWriter? _log;
    private readonly Lock _logging = new();

    private ProductProcess(Process process, ProductSettings settings, StreamWriter? log) => (_process, Settings, _log) = (process, settings, log);

    public ProductSettings Settings { get; }
    public Uri Address => new($"http://127.0.0.1:{Settings.HttpPort}/");
    public IPEndPoint Sip => new(IPAddress.Loopback, Settings.SipPort);
    public string DataFolder => Settings.DataFolder;
    public int ProcessId => _process.Id;
    public int? ExitCode => _process.HasExited ? _process.ExitCode : null;
    public ConcurrentQueue<string> Lines { get; } = new();

    /// <param name="settings">Ports, folder and passwords; use the same again to restart on the same data.</param>
    /// <param name="logFile">Where everything it prints goes as well.</param>
    /// <param name="onLine">Called for each line it prints.</param>
    public static ProductProcess Start(ProductSettings settings, string? logFile = null, Action<string>? onLine = null)
    {
        var start = new ProcessStartInfo("dotnet", [Checkout.Program("src/SmartPbx.Standalone", "SmartPbx.Standalone")])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (key, value) in settings.Environment()) start.Environment[key] = value;
        var log = logFile is null ? null : new StreamWriter(new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        var product = new ProductProcess(Process.Start(start)!, settings, log);
        _ = Task.Run(() => product.ReadAsync(product._process.StandardOutput, onLine));
        _ = Task.Run(() => product.ReadAsync(product._process.StandardError, onLine));
        return product;
    }

    public async Task WaitReadyAsync(TimeSpan within)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(2) };
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < within; await Task.Delay(50))
        {
            if (_process.HasExited) throw new InvalidOperationException($"the product ended with {_process.ExitCode} before it was ready: {string.Join('\n', Lines.TakeLast(5))}");
            try { if ((await http.GetAsync(new Uri("ready", UriKind.Relative))).IsSuccessStatusCode) return; }
            catch (HttpRequestException) { }
            catch (OperationCanceledException) { }
        }
        throw new TimeoutException($"the product was not ready within {within.TotalSeconds} s: {string.Join('\n', Lines.TakeLast(5))}");
    }

    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>SIGTERM, as an orchestrator would; true when it drained and ended by itself with 0.</summary>
    public async Task<bool> StopAsync(TimeSpan within)
    {
        if (_process.HasExited || kill(_process.Id, Sigterm) != 0) return false;
        using var timeout = new CancellationTokenSource(within);
        try { await _process.WaitForExitAsync(timeout.Token); return _process.ExitCode == 0; }
        catch (OperationCanceledException) { return false; }
    }

    /// <summary>SIGKILL: the machine's worst day.</summary>
    public async Task KillAsync()
    {
        if (kill(_process.Id, Sigkill) == 0) await _process.WaitForExitAsync();
    }

    private async Task ReadAsync(StreamReader reader, Action<string>? onLine)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            Lines.Enqueue(line);
            lock (_logging) _log?.WriteLine(line);
            onLine?.Invoke(line);
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int processId, int signal);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
        lock (_logging) _log?.Dispose();
    }
}
