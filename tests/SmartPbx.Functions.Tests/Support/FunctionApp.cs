using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SmartPbx.Domain;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Tests.Support;

/// <summary>The function app over real HTTP on a free loopback port, with stores in memory and a clock that a test moves.</summary>
internal sealed class FunctionApp : IAsyncDisposable
{
    public static readonly TenantId Acme = new("acme");
    public static readonly TenantId Other = new("other");
    public const string Password = "correct horse battery";

    // Few rounds: what is tested is who gets in, not how long a guess takes.
    private static readonly PasswordHasherOptions CheapHashes = new() { IterationCount = 100 };
    private static readonly string Hash = new PasswordHasher<User>(Options.Create(CheapHashes)).HashPassword(null!, Password);
    private static readonly int[] FastRetries = [10, 20, 40];

    public WebApplication App { get; }
    public HttpClient Http { get; }
    public ManualClock Clock { get; } = new();
    public MemoryStore Store { get; } = new();
    public MemoryBlobs Blobs { get; } = new();
    public MemoryBus Bus { get; } = new();
    public MemoryIndex Index { get; } = new();
    public MemoryRealTime RealTime { get; } = new();
    public ScriptedSpeech Speech { get; } = new();
    public FakeSecrets Secrets { get; } = new();
    public IIdSource Ids { get; }

    private FunctionApp(Dictionary<string, string?> settings)
    {
        Ids = new UlidSource(Clock);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls("http://127.0.0.1:0");
        for (var i = 0; i < FastRetries.Length; i++) settings.TryAdd($"Functions:RetryDelaysMs:{i}", FastRetries[i].ToString(System.Globalization.CultureInfo.InvariantCulture));
        settings.TryAdd("Functions:AddressRequestsPerMinute", "10000");
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton<TimeProvider>(Clock).AddSingleton(Ids).AddSingleton<IDocumentStore>(Store).AddSingleton<IBlobStore>(Blobs)
            .AddSingleton<IEventBus>(Bus).AddSingleton<IKnowledgeIndex>(Index).AddSingleton<IRealTime>(RealTime).AddSingleton<ICallGroups>(RealTime)
            .AddSingleton<ISpeechToText>(Speech).AddSingleton<ISecrets>(Secrets).AddSingleton<IChatModel, QuotingModel>();
        builder.Services.Configure<PasswordHasherOptions>(hashes => hashes.IterationCount = CheapHashes.IterationCount);
        builder.Services.AddFunctions(builder.Configuration);
        App = builder.Build();
        App.MapFunctions();
        Http = new HttpClient();
    }

    public static async Task<FunctionApp> StartAsync(Action<Dictionary<string, string?>>? configure = null)
    {
        var settings = new Dictionary<string, string?>();
        configure?.Invoke(settings);
        var app = new FunctionApp(settings);
        foreach (var tenant in (TenantId[])[Acme, Other])
            foreach (var role in Enum.GetValues<Role>())
                await app.PutAsync(tenant, DirectoryDocuments.Partition, DirectoryDocuments.Users, UserOf(role).Value, new User
                {
                    TenantId = tenant, UserId = UserOf(role), DisplayName = $"{role} of {tenant}", PasswordHash = Hash, Role = role,
                });
        await app.App.StartAsync();
        app.Http.BaseAddress = new Uri(app.App.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return app;
    }

    public static UserId UserOf(Role role) => new(role.ToString().ToLowerInvariant());

    public async Task<string> TokenAsync(TenantId tenant, Role role) =>
        await App.Services.GetRequiredService<AccessTokens>().IssueAsync(new SignedIn(tenant, UserOf(role), role, "session"), TokenClaims.ApiAudience, default);

    public Task PutAsync<T>(TenantId tenant, string partition, DocumentKind<T> kind, string id, T value) =>
        Store.UpsertAsync(new Partition(tenant, partition), kind, id, value, default);

    public async Task<T?> FindAsync<T>(TenantId tenant, string partition, DocumentKind<T> kind, string id) where T : class =>
        (await Store.GetAsync(new Partition(tenant, partition), kind, id, default))?.Value;

    /// <summary>A request of a user of the tenant; the path is below /api/v1.</summary>
    public async Task<ApiAnswer> SendAsync(string method, string path, object? body = null, Role role = Role.Admin, TenantId? tenant = null, string? token = null,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1/{path}");
        token ??= await TokenAsync(tenant ?? Acme, role);
        if (token.Length > 0) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        if (body is string text) request.Content = new StringContent(text, new MediaTypeHeaderValue("application/json"));
        else if (body is not null) request.Content = JsonContent.Create(body, options: SmartPbxJson.Options);
        return await ApiAnswer.ReadAsync(await Http.SendAsync(request));
    }

    /// <summary>Delivers an event as Standalone's pump does.</summary>
    public async Task<ApiAnswer> DeliverAsync(HandlerDeclaration handler, CloudEvent cloudEvent, int attempt = 1)
    {
        var message = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(cloudEvent, SmartPbxJson.Options));
        var envelope = new JsonObject
        {
            ["Data"] = new JsonObject { ["message"] = message },
            ["Metadata"] = new JsonObject { ["DeliveryCount"] = "1", ["ApplicationProperties"] = new JsonObject { ["handler"] = handler.FunctionName, ["attempt"] = attempt } },
        };
        return await TriggerAsync(handler.FunctionName, envelope.ToJsonString());
    }

    public async Task<ApiAnswer> TriggerAsync(string function, string envelope, bool withKey = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/" + function) { Content = new StringContent(envelope, new MediaTypeHeaderValue("application/json")) };
        if (withKey) request.Headers.Add(TriggerKey.HeaderName, await TriggerKey.ValueAsync(Secrets, default));
        return await ApiAnswer.ReadAsync(await Http.SendAsync(request));
    }

    /// <summary>Delivers what was published, to every handler that wants it, until nothing new is published.</summary>
    public async Task DrainAsync(params HandlerDeclaration[] handlers)
    {
        for (var next = 0; next < Store.Published.Count; next++)
            foreach (var handler in handlers.Where(h => h.EventTypes.Contains(Store.Published[next].Type)))
                await DeliverAsync(handler, Store.Published[next]);
    }

    public CloudEvent Event<T>(EventType<T> type, string subject, T payload, long sequence = 0, TenantId? tenant = null) =>
        CloudEvent.Create(type, Ids.NewId(), "/edge/e1", tenant ?? Acme, subject, Clock.GetUtcNow(), payload, sequence);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await App.DisposeAsync();
    }
}
