using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using SmartPbx.TestKit.Running;

namespace SmartPbx.Interop.Running;

/// <summary>The real edge as a process of its own, on free loopback ports and an empty data folder.</summary>
public sealed class EdgeUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan _startLimit = TimeSpan.FromSeconds(60), _stopLimit = TimeSpan.FromSeconds(10), _answerLimit = TimeSpan.FromSeconds(60); // a busy machine may leave it without a core for a while
    private readonly ChildProcess _process;
    private readonly HttpClient _http;

    private EdgeUnderTest(ChildProcess process, int sipPort, int httpPort)
    {
        (_process, SipPort) = (process, sipPort);
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{httpPort}"), Timeout = _answerLimit };
    }

    public int SipPort { get; }

    /// <summary>Where SIP over TLS listens.</summary>
    public int TlsPort => SipPort + 1;

    public IPEndPoint Sip => new(IPAddress.Loopback, SipPort);

    public int ProcessId => _process.Id;

    /// <summary>Seeds the folder, starts, and waits until it is ready.</summary>
    /// <param name="folder">For data and log.</param>
    /// <param name="settings">More settings of the edge, as <c>Edge__Key</c>.</param>
    public static async Task<EdgeUnderTest> StartAsync(string folder, IReadOnlyDictionary<string, string>? settings = null)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;
        await EdgeDirectory.SeedAsync(data);
        var (certificate, certificateKey) = TestCertificate.Write(folder);
        var (sip, http) = (FreePorts.Udp(), FreePorts.Tcp());
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{http}",
            ["Embedded__DataFolder"] = data,
            ["Edge__DataFolder"] = Path.Combine(data, "edge"),
            ["Edge__Sip__Bind"] = $"127.0.0.1:{sip}",
            ["Edge__Sip__Listeners__0__Transport"] = "tcp",
            ["Edge__Sip__Listeners__0__Bind"] = $"127.0.0.1:{sip}",
            ["Edge__Sip__Listeners__1__Transport"] = "tls",
            ["Edge__Sip__Listeners__1__Bind"] = $"127.0.0.1:{sip + 1}",
            ["Edge__Sip__Listeners__1__CertificatePath"] = certificate,
            ["Edge__Sip__Listeners__1__KeyPath"] = certificateKey,
            ["Edge__Sip__DigestAlgorithms"] = "MD5", // baresip 1.0 gives up when SHA-256 is among the challenges
            ["Edge__Rtp__FirstPort"] = "24000",
            ["Edge__Rtp__LastPort"] = "27999",
            ["Edge__DrainSeconds"] = "2",
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string>()) environment[key] = value.Replace("{sip}", sip.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var process = ChildProcess.Start("dotnet", [Checkout.Program("media-edge", "SmartPbx.MediaEdge")], Path.Combine(folder, "edge.log"), environment);
        var edge = new EdgeUnderTest(process, sip, http);
        await edge.WaitReadyAsync();
        return edge;
    }

    /// <summary><c>/edge/status</c>.</summary>
    public async Task<JsonNode> StatusAsync() => JsonNode.Parse(await _http.GetStringAsync(new Uri("/edge/status", UriKind.Relative)))!;

    /// <summary><c>/metrics</c> as text.</summary>
    public Task<string> MetricsAsync() => _http.GetStringAsync(new Uri("/metrics", UriKind.Relative));

    private async Task WaitReadyAsync()
    {
        using var limit = new CancellationTokenSource(_startLimit);
        while (true)
        {
            if (_process.HasExited) throw new InvalidOperationException($"the edge ended before it was ready: see {_process.LogFile}");
            try { if ((await _http.GetAsync(new Uri("/ready", UriKind.Relative), limit.Token)).IsSuccessStatusCode) return; }
            catch (HttpRequestException) { }
            await Task.Delay(100, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.TerminateAsync(_stopLimit);
        await _process.DisposeAsync();
        _http.Dispose();
    }
}
