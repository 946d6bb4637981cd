using System.Globalization;
using SmartPbx.TestKit.Api;
using SmartPbx.TestKit.Calls;
using SmartPbx.TestKit.Running;
using SmartPbx.TestKit.Sip;

namespace SmartPbx.EndToEnd.Tests;

/// <summary>The product as a process with an empty data folder, and the clients around it; everything ends with it.</summary>
public sealed class Running : IAsyncDisposable
{
    private const int LowestPort = 28_000, PortsPerProduct = 200, PortBlocks = 20; // below the kernel's own range of ephemeral ports
    private static int _portBlock;
    private readonly List<IAsyncDisposable> _owned = [];
    private readonly List<IDisposable> _calls = [];

    private Running(ProductSettings settings) => Settings = settings;

    public ProductSettings Settings { get; }
    public ProductProcess Product { get; private set; } = null!;
    public ApiClient Operator { get; private set; } = null!;
    public RealTimeClient Console { get; private set; } = null!;

    public static ProductSettings NewSettings()
    {
        var firstPort = LowestPort + PortsPerProduct * (Interlocked.Increment(ref _portBlock) % PortBlocks);
        return new ProductSettings
        {
            DataFolder = Directory.CreateTempSubdirectory("smartpbx-e2e-").FullName, KnowledgeFolder = Path.Combine(AppContext.BaseDirectory, "Knowledge"),
            FirstRtpPort = firstPort, LastRtpPort = firstPort + PortsPerProduct - 1, NoAnswerSeconds = 1,
        };
    }

    public static async Task<Running> StartAsync(CancellationToken cancellationToken, ProductSettings? settings = null)
    {
        var running = new Running(settings ?? NewSettings());
        await running.StartProductAsync(cancellationToken);
        return running;
    }

    /// <summary>Starts (again) on the same data folder and signs the operator in.</summary>
    public async Task StartProductAsync(CancellationToken cancellationToken)
    {
        Product = ProductProcess.Start(Settings, Path.Combine(Settings.DataFolder, "..", Path.GetFileName(Settings.DataFolder) + ".log"));
        _owned.Add(Product);
        await Product.WaitReadyAsync(TimeSpan.FromSeconds(60));
        Operator = new ApiClient(Product.Address);
        await Operator.SignInAsync("demo", "operator", Settings.OperatorPassword, cancellationToken);
        Console = new RealTimeClient();
        _owned.Add(Console);
        await Console.ConnectAsync(Operator, cancellationToken);
    }

    /// <summary>A phone at the trunk's address.</summary>
    public SipPhone Trunk() => Phone("trunk", ProductProcess.TrunkAddress, "+15550100", "carrier.example", null);

    /// <summary>The operator's phone, not yet registered.</summary>
    public SipPhone OperatorPhone(string? password = null) =>
        Phone("1008", ProductProcess.PhoneAddress, ProductProcess.Extension, ProductProcess.SipDomain, password ?? Settings.PhonePassword);

    public SipPhone Phone(string name, System.Net.IPAddress address, string user, string domain, string? password)
    {
        var phone = new SipPhone(name, address, Product.Sip, user, domain, password);
        _owned.Add(phone);
        return phone;
    }

    public TalkingCall Dial(SipPhone phone, string number = ProductProcess.Number)
    {
        var call = TalkingCall.Dial(phone, phone.Local.Address, number);
        _calls.Add(call);
        return call;
    }

    /// <summary>Dials, expects the agent to answer and waits for the end of its greeting; the call's id in the product.</summary>
    public async Task<(TalkingCall Call, string CallId)> DialAgentAsync(SipPhone phone, CancellationToken cancellationToken)
    {
        var before = Console.Received.Count;
        var call = Dial(phone);
        Assert.Equal(200, (await call.Call.Final.WaitAsync(TimeSpan.FromSeconds(10), cancellationToken)).Status);
        var started = await Console.WaitAsync(m => m.Name == "call.started" && Console.Received.ToList().IndexOf(m) >= before, TimeSpan.FromSeconds(5), "call.started", cancellationToken);
        await call.WaitQuietAsync(call.Call.AnsweredAt!.Value, 900, 300, cancellationToken);
        return (call, started.Data["call_id"]!.GetValue<string>());
    }

    public async Task SetOperatorAsync(string status, CancellationToken cancellationToken)
    {
        var (code, body) = await Operator.SendAsync(HttpMethod.Put, "operator/status", new { status }, cancellationToken);
        Assert.True(code == 200, string.Create(CultureInfo.InvariantCulture, $"PUT operator/status answered {code}: {body}"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var call in _calls) call.Dispose();
        Operator?.Dispose();
        foreach (var owned in Enumerable.Reverse(_owned)) await owned.DisposeAsync();
        Directory.Delete(Settings.DataFolder, recursive: true);
    }
}
