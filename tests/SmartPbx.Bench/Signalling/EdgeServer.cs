using System.Net;
using System.Net.Sockets;
using SmartPbx.Bench.Machine;
using SmartPbx.TestKit.Running;
using SmartPbx.TestKit.Sip;

namespace SmartPbx.Bench.Signalling;

/// <summary>The edge's own program on its embedded stores: the generator's caller is a trunk, its callee the registered phone that the dialled number rings.</summary>
internal sealed class EdgeServer : ISipServer
{
    private readonly PinnedProcess _process;

    public EdgeServer(BenchArguments arguments)
    {
        var folder = arguments.Scratch("edge");
        EdgeDirectory.Seed(Path.Combine(folder, "stores"));
        _process = PinnedProcess.Start($"{Cores.Measured}", "dotnet", [Checkout.Program("media-edge", "SmartPbx.MediaEdge")], folder, new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{SipPorts.EdgeHttp}", ["Embedded__DataFolder"] = Path.Combine(folder, "stores"), ["Edge__DataFolder"] = Path.Combine(folder, "edge"),
            ["Edge__Sip__Bind"] = $"{SipPorts.OfEdge}", ["Edge__Limits__MaxCalls"] = "20000", ["Edge__Rtp__FirstPort"] = "10000", ["Edge__Rtp__LastPort"] = "60000",
        });
        try
        {
            _process.WaitForLine(l => l.Contains("listens for SIP", StringComparison.Ordinal), TimeSpan.FromSeconds(60));
            Register();
        }
        catch
        {
            _process.Dispose();
            throw;
        }
    }

    public string Name => "smartpbx";

    public int Port => SipPorts.Edge;

    public IReadOnlyList<int> ProcessIds => [_process.Id];

    public void MustRun() => _process.MustRun();

    public void Dispose() => _process.Dispose();

    // From the callee's own port, which the generator takes over afterwards.
    private static void Register()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            var phone = new SipPhone("callee", IPAddress.Loopback, SipPorts.OfEdge, EdgeDirectory.Extension, EdgeDirectory.Domain, EdgeDirectory.Password, SipPorts.Callee);
            var status = phone.RegisterAsync(patience.Token).GetAwaiter().GetResult();
            phone.DisposeAsync().AsTask().GetAwaiter().GetResult();
            if (status != 200) throw new BenchFailedException($"the callee's REGISTER got {status}");
        }
        catch (SocketException taken)
        {
            throw new BenchFailedException($"port {SipPorts.Callee}, where the callee registers from, cannot be had: {taken.Message}. Start a phone there after the edge.");
        }
    }
}
