using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Health;
using SmartPbx.MediaEdge.Hosting;
using SmartPbx.MediaEdge.Tests.Kit;

namespace SmartPbx.MediaEdge.Tests.Health;

public class EdgeEndpointsTests
{
    [Fact]
    public async Task Health_ready_and_metrics_answer()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        await (await caller.Call(edge.Sip, "2000").AnsweredAsync()).ByeAsync();
        await edge.CdrAsync();
        await using var app = await HostAsync(edge);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        Assert.Contains("\"ok\"", await client.GetStringAsync("/health"), StringComparison.Ordinal);
        Assert.Contains("\"directory\":\"ok\"", await client.GetStringAsync("/ready"), StringComparison.Ordinal);
        var metrics = await client.GetStringAsync("/metrics");
        foreach (var line in (string[])["smartpbx_calls_total{status=\"caller_hung_up\",call_type=\"ai_call\",tenant=\"demo\"} ", "smartpbx_active_calls ",
            "smartpbx_sip_requests_total{method=\"INVITE\"} ", "smartpbx_port_pool_usage ", "smartpbx_ai_activated_calls_total{reason=\"direct\"} ",
            "smartpbx_call_duration_seconds_bucket{le=\"10\"} ", "smartpbx_rtp_packets_total "])
            Assert.Contains(line, metrics, StringComparison.Ordinal);
        edge.Store.IsAway = true;
        await Eventually.TrueAsync(() => client.GetStringAsync("/ready").Result.Contains("stale", StringComparison.Ordinal), "the stale directory is told");
    }

    [Fact]
    public async Task Draining_is_not_ready()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var app = await HostAsync(edge);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        await edge.Runtime.DrainAsync(default);

        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/ready")).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await client.GetAsync("/health")).StatusCode);
    }

    private static async Task<WebApplication> HostAsync(TestEdge edge)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(edge.Get<ReadinessChecks>()).AddSingleton(edge.Get<PrometheusWriter>()).AddSingleton(edge.Get<EdgeOptions>());
        builder.Services.AddSingleton(_ => edge.Get<EdgeRuntime>());
        var app = builder.Build();
        app.MapMediaEdge();
        await app.StartAsync();
        return app;
    }
}
