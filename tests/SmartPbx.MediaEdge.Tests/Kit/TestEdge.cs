using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartPbx.Domain;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Health;
using SmartPbx.MediaEdge.Hosting;
using SmartPbx.MediaEdge.Journal;
using SmartPbx.Sip.Authentication;
using SmartPbx.Sip.Resolution;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>
/// A whole edge on loopback with ports in memory: tenant "demo", number 1000 rings extension 1008, number 2000 is the agent's, a trunk at
/// 127.0.0.2. It can be killed and started again on the same folder.
/// </summary>
internal sealed class TestEdge : IAsyncDisposable
{
    public const string Domain = "demo.example";
    public const string Password = "correct horse";
    public const string TrunkAddress = "127.0.0.2";
    public const string PhoneAddress = "127.0.0.1";
    private const int PortsPerEdge = 40;
    private static int _firstPort = 12_000;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"edge-test-{Guid.NewGuid():N}");
    private readonly Dictionary<string, string?> _settings;
    private ServiceProvider? _services;

    private TestEdge(Dictionary<string, string?> settings) => _settings = settings;

    public static TenantId Demo { get; } = new("demo");

    public MemoryStore Store { get; } = new();
    public MemoryBus Bus { get; } = new();
    public MemoryBlobs Blobs { get; } = new();
    public MemoryRealTime RealTime { get; } = new();
    public FakeSpeech Speech { get; } = new();

    /// <summary>Names of carriers, when a test has any; set while seeding.</summary>
    public ISipResolver? Resolver { get; set; }

    /// <summary>Hosts that descriptions name, when a test has any; set while seeding.</summary>
    public IHostResolver? Hosts { get; set; }

    public EdgeRuntime Runtime => _services!.GetRequiredService<EdgeRuntime>();
    public SipFlow Sip => Runtime.SipFlow(SipTransportKind.Udp);
    public string Folder => _folder;

    /// <summary>Where SIP messages wait; set by the seed.</summary>
    public ArrayPool<byte>? Buffers { get; set; }

    /// <summary>Changes the options as they were read; set by the seed.</summary>
    public Func<EdgeOptions, EdgeOptions>? Change { get; set; }

    /// <summary>Set by the seed to run the edge on another clock.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public int FirstPort { get; private set; }

    public T Get<T>() where T : notnull => _services!.GetRequiredService<T>();

    public static async Task<TestEdge> StartAsync(Action<TestEdge>? seed = null, params (string Key, string Value)[] settings)
    {
        var first = Interlocked.Add(ref _firstPort, PortsPerEdge);
        var edge = new TestEdge(new Dictionary<string, string?>
        {
            ["Edge:EdgeId"] = "edge-test", ["Edge:Sip:Bind"] = "127.0.0.1:0", ["Edge:Rtp:FirstPort"] = $"{first}", ["Edge:Rtp:LastPort"] = $"{first + PortsPerEdge - 1}",
            ["Edge:DirectoryPollMs"] = "50", ["Edge:DrainSeconds"] = "2",
        }) { FirstPort = first };
        edge._settings["Edge:DataFolder"] = edge._folder;
        foreach (var (key, value) in settings) edge._settings[key] = value;
        edge.SeedDirectory();
        seed?.Invoke(edge);
        await edge.BootAsync();
        return edge;
    }

    /// <summary>A new process on the same folder.</summary>
    public async Task BootAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(_settings).Build();
        var services = new ServiceCollection().AddLogging(l => l.SetMinimumLevel(LogLevel.Warning).AddProvider(new TestLogs()))
            .AddSingleton(Clock).AddSingleton<IDocumentStore>(Store).AddSingleton<IEventBus>(Bus).AddSingleton<IBlobStore>(Blobs).AddSingleton<IRealTime>(RealTime)
            .AddSingleton<IEdgeCommandSource>(RealTime).AddSingleton<ISecrets, PlainSecrets>().AddSingleton<ITextToSpeech>(Speech)
            .AddSingleton<ISpeechToText>(Speech).AddSingleton<IChatModel>(Speech).AddSingleton<IKnowledgeIndex>(Speech);
        if (Resolver is not null) services.AddSingleton(Resolver);
        if (Hosts is not null) services.AddSingleton(Hosts);
        if (Buffers is not null) services.AddSingleton(Buffers);
        services.AddMediaEdge(configuration);
        if (Change is not null) services.AddSingleton(Change(EdgeOptionsReader.Read(configuration)));
        _services = services.BuildServiceProvider();
        await Runtime.StartAsync(default);
    }

    /// <summary>Waits until the journal knows of an answered call: the 200 goes out a moment before that.</summary>
    public Task AnsweredCallIsJournalledAsync() =>
        Eventually.TrueAsync(() => Get<CallJournal>().ReadAll().Any(e => e.Cdr.AnsweredAt is not null), "the answered call is journalled");

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        await Runtime.KillAsync();
        _services = null;
    }

    public void Put(PhoneNumber number) => Store.Put(new Partition(Demo, DirectoryDocuments.Partition), DirectoryDocuments.Numbers, number.Number, number);

    public void Put(Trunk trunk) => Store.Put(new Partition(Demo, DirectoryDocuments.Partition), DirectoryDocuments.Trunks, trunk.Name, trunk);

    public void Put(DialPlan plan) => Store.Put(new Partition(Demo, DirectoryDocuments.Partition), DirectoryDocuments.DialPlans, DirectoryDocuments.DialPlanId, plan);

    public void Put(Extension extension) => Store.Put(new Partition(Demo, DirectoryDocuments.Partition), DirectoryDocuments.Extensions, extension.Number, extension);

    public void Put(Tenant tenant) => Store.Put(new Partition(PlatformTenant.Id, DirectoryDocuments.TenantsPartition), DirectoryDocuments.Tenants, tenant.TenantId.Value, tenant);

    public void SetPresence(OperatorStatus status) => Store.Put(new Partition(Demo, HitlDocuments.PresencePartition), HitlDocuments.Presence, "operator",
        new OperatorPresence { TenantId = Demo, UserId = new UserId("operator"), Status = status, HeartbeatAt = TimeProvider.System.GetUtcNow() });

    /// <summary>A registered phone.</summary>
    public async Task<TestPhone> RegisteredPhoneAsync(string extension = "1008", SmartPbx.Sip.Sdp.SdpCodec? codec = null)
    {
        var phone = new TestPhone(PhoneAddress, codec: codec);
        Assert.Equal(200, (await phone.RegisterAsync(Sip, extension, Password, Domain)).Status);
        return phone;
    }

    /// <summary>A figure as the monitoring reads it, by its name without the prefix, with its labels; 0 when there is none yet.</summary>
    public double Total(string name) =>
        Get<PrometheusWriter>().Write().Split('\n').FirstOrDefault(l => l.StartsWith($"smartpbx_{name} ", StringComparison.Ordinal)) is { } line
            ? double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture) : 0;

    /// <summary>The CDRs on disk.</summary>
    public IReadOnlyList<CallDetailRecord> Cdrs()
    {
        using var file = new FileStream(Path.Combine(_folder, "cdr.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd();
        var written = text[..(text.LastIndexOf('\n') + 1)]; // a line without its end is still being written
        return [.. written.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonSerializer.Deserialize<CallDetailRecord>(l, SmartPbxJson.Options)!)];
    }

    /// <summary>Waits until so many calls are recorded, and gives the last one.</summary>
    public async Task<CallDetailRecord> CdrAsync(int count = 1)
    {
        await Eventually.TrueAsync(() => Cdrs().Count >= count, $"{count} CDRs");
        return Cdrs()[count - 1];
    }

    /// <summary>Nothing of any call is left.</summary>
    public async Task NothingLeaksAsync()
    {
        await Eventually.TrueAsync(() => Runtime is { LiveCalls: 0, PortsInUse: 0, Tasks: 0 }, "calls, ports and tasks are gone");
        Assert.Equal(0, Get<CallJournal>().Count);
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null) await _services.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private void SeedDirectory()
    {
        Put(new Tenant { TenantId = Demo, Name = "Demo", SipDomain = Domain });
        Put(new Trunk { TenantId = Demo, Name = "carrier", SourceAddresses = [TrunkAddress + "/32"] });
        Put(new PhoneNumber { TenantId = Demo, Number = "1000", RingExtension = "1008", NoAnswerSeconds = 5 });
        Put(new PhoneNumber { TenantId = Demo, Number = "2000" });
        Put(Phone("1011"));
        Put(Phone("1012"));
        Put(Phone("1008") with { Operator = new UserId("operator") });
    }

    /// <summary>A phone of the tenant with the common password.</summary>
    public static Extension Phone(string number) => new()
    {
        TenantId = Demo, Number = number, Ha1Md5 = DigestHash.Ha1(DigestAlgorithm.Md5, number, Domain, Password),
        Ha1Sha256 = DigestHash.Ha1(DigestAlgorithm.Sha256, number, Domain, Password),
    };
}
