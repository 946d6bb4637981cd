using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Webhooks;
using SmartPbx.Functions.Hosting;
using SmartPbx.Functions.Tests.Support;

namespace SmartPbx.Functions.Tests.Webhooks;

public sealed class WebhookTests
{
    private const string Secret = "a secret of the tenant";

    private sealed class Receiver : IAsyncDisposable
    {
        private readonly WebApplication _app;

        public List<(string Signature, byte[] Body)> Got { get; } = [];
        public Func<HttpContext, Task> Answer { get; set; } = context =>
        {
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        };

        public string Url => _app.Urls.First() + "/hook";

        private Receiver()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            _app = builder.Build();
            _app.Run(async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                lock (Got) Got.Add((context.Request.Headers[WebhookSignature.HeaderName].ToString(), body.ToArray()));
                await Answer(context);
            });
        }

        public static async Task<Receiver> StartAsync()
        {
            var receiver = new Receiver();
            await receiver._app.StartAsync();
            return receiver;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }

    private static Task<FunctionApp> LabAsync() => FunctionApp.StartAsync(s => s["Functions:Webhooks:AllowPrivateAddresses"] = "true");

    private static async Task RegisterAsync(FunctionApp app, string url, params string[] events) =>
        Assert.Equal(201, (await app.SendAsync("POST", "webhooks", new { url, events, secret = Secret })).Status);

    private static CloudEvent Ended(FunctionApp app) => app.Event(EventCatalogue.CallEnded, Samples.Call.Value, Samples.Cdr, 4);

    [Fact]
    public async Task An_event_is_delivered_once_with_a_valid_signature_and_recorded()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var app = await LabAsync();
        await RegisterAsync(app, receiver.Url, "call.ended");
        var ended = Ended(app);
        await app.DeliverAsync(HandlerCatalogue.DeliverWebhook, ended);
        await app.DeliverAsync(HandlerCatalogue.DeliverWebhook, ended);
        await app.DeliverAsync(HandlerCatalogue.DeliverWebhook, app.Event(EventCatalogue.CallStarted, Samples.Call.Value, Samples.Started));

        var (signature, body) = Assert.Single(receiver.Got);
        Assert.True(WebhookSignature.Verify(Encoding.UTF8.GetBytes(Secret), signature, body, app.Clock.GetUtcNow(), TimeSpan.FromMinutes(5)));
        Assert.Contains(ended.Id, Encoding.UTF8.GetString(body), StringComparison.Ordinal);
        var delivery = Assert.Single((await app.SendAsync("GET", "webhooks/deliveries?status=delivered")).Items)!;
        Assert.Equal(("call.ended", 204, 1), (delivery["event_type"]!.GetValue<string>(), delivery["last_status"]!.GetValue<int>(), delivery["attempts"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_failing_endpoint_is_retried_then_dead_lettered_and_the_others_get_the_event_once()
    {
        await using var good = await Receiver.StartAsync();
        await using var bad = await Receiver.StartAsync();
        bad.Answer = context => { context.Response.StatusCode = 500; return Task.CompletedTask; };
        await using var app = await LabAsync();
        await RegisterAsync(app, good.Url);
        await RegisterAsync(app, bad.Url);
        var ended = Ended(app);
        for (var attempt = 1; attempt <= 4; attempt++) await app.DeliverAsync(HandlerCatalogue.DeliverWebhook, ended, attempt);
        Assert.Equal((1, 4), (good.Got.Count, bad.Got.Count));
        Assert.Equal(3, app.Bus.Retries.Count);
        Assert.Contains("1 of 2 endpoints failed: answered 500", Assert.Single((await app.SendAsync("GET", "dead-letters")).Items)!["error"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(4, Assert.Single((await app.SendAsync("GET", "webhooks/deliveries?status=failed")).Items)!["attempts"]!.GetValue<int>());

        bad.Answer = context => { context.Response.StatusCode = 200; return Task.CompletedTask; };
        await app.DeliverAsync(HandlerCatalogue.DeliverWebhook, ended);
        Assert.Equal((1, 5), (good.Got.Count, bad.Got.Count));
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_is_not_followed()
    {
        await using var target = await Receiver.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = context => { context.Response.Redirect(target.Url); return Task.CompletedTask; };
        await using var app = await LabAsync();
        await RegisterAsync(app, receiver.Url);
        await app.DeliverAsync(HandlerCatalogue.DeliverWebhook, Ended(app));
        Assert.Single(app.Bus.Retries);
        Assert.Empty(target.Got);
    }

    [Fact]
    public async Task An_endpoint_that_never_answers_is_given_up_after_its_time()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var app = await LabAsync();
        var hanging = new TaskCompletionSource();
        receiver.Answer = _ =>
        {
            app.Clock.Advance(TimeSpan.FromSeconds(11));
            return hanging.Task;
        };
        await RegisterAsync(app, receiver.Url);
        await app.DeliverAsync(HandlerCatalogue.DeliverWebhook, Ended(app));
        hanging.SetResult();
        Assert.Equal("no answer in 10 s", Assert.Single((await app.SendAsync("GET", "webhooks/deliveries")).Items)!["last_error"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_name_that_leads_to_a_private_address_is_not_connected_to()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var app = await FunctionApp.StartAsync();
        await app.PutAsync(FunctionApp.Acme, WebhookEndpoint.Partition, WebhookEndpoint.Kind, "hook1", new WebhookEndpoint
        {
            EndpointId = "hook1", TenantId = FunctionApp.Acme, Url = new Uri(receiver.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)),
            ProtectedSecret = Functions.Webhooks.WebhookSecret.Protect(app.Secrets, Secret),
        });
        await app.DeliverAsync(HandlerCatalogue.DeliverWebhook, Ended(app));
        Assert.Empty(receiver.Got);
        Assert.Contains("private", Assert.Single((await app.SendAsync("GET", "webhooks/deliveries")).Items)!["last_error"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://127.0.0.1/x", "address_not_allowed")]
    [InlineData("https://localhost/x", "address_not_allowed")]
    [InlineData("https://[::1]/x", "address_not_allowed")]
    [InlineData("https://[::ffff:10.0.0.1]/x", "address_not_allowed")]
    [InlineData("https://169.254.169.254/latest/meta-data", "address_not_allowed")]
    [InlineData("https://2130706433/x", "address_not_allowed")]
    [InlineData("http://hooks.example/x", "invalid_field")]
    [InlineData("https://user:pass@hooks.example/x", "invalid_field")]
    [InlineData("ftp://hooks.example/x", "invalid_field")]
    [InlineData("hooks.example", "invalid_field")]
    public async Task An_address_that_must_not_be_called_is_refused_at_once(string url, string code)
    {
        await using var app = await FunctionApp.StartAsync();
        Assert.Equal(code, (await app.SendAsync("POST", "webhooks", new { url })).Code);
    }

    [Fact]
    public async Task The_secret_is_told_once_and_never_again()
    {
        await using var app = await FunctionApp.StartAsync();
        var made = await app.SendAsync("POST", "webhooks", new { url = "https://hooks.example/x" });
        var secret = made["secret"].GetValue<string>();
        Assert.True(secret.Length >= 40);
        Assert.DoesNotContain(secret, (await app.SendAsync("GET", "webhooks")).Text, StringComparison.Ordinal);
        Assert.Equal(204, (await app.SendAsync("DELETE", $"webhooks/{made["endpoint_id"]}")).Status);
        Assert.Empty((await app.SendAsync("GET", "webhooks")).Items);
    }
}
