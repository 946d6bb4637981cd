using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Events;
using SmartPbx.Functions.Hosting;
using SmartPbx.Functions.Tests.Support;

namespace SmartPbx.Functions.Tests.RealTime;

public sealed class RealTimeTests
{
    [Fact]
    public async Task Durable_events_reach_the_browsers_of_their_tenant_by_their_own_name()
    {
        await using var app = await FunctionApp.StartAsync();
        var started = app.Event(EventCatalogue.CallStarted, Samples.Call.Value, Samples.Started);
        await app.DeliverAsync(HandlerCatalogue.RelayToConsole, started);
        var (group, name, payload) = Assert.Single(app.RealTime.Pushed);
        Assert.Equal(("tenant:acme", "call.started", started.Id), (group, name, ((CloudEvent)payload).Id));
    }

    [Fact]
    public async Task A_connection_joins_and_leaves_a_call_of_its_tenant()
    {
        await using var app = await FunctionApp.StartAsync();
        await app.DeliverAsync(HandlerCatalogue.RecordCall, app.Event(EventCatalogue.CallStarted, Samples.Call.Value, Samples.Started));
        var path = $"realtime/calls/{Samples.Call}";
        Assert.Equal(204, (await app.SendAsync("POST", path + "/join", new { connection_id = "mine" }, Role.Viewer)).Status);
        Assert.Equal(204, (await app.SendAsync("POST", path + "/leave", new { connection_id = "mine" }, Role.Viewer)).Status);
        Assert.Equal(404, (await app.SendAsync("POST", path + "/join", new { connection_id = "not mine" })).Status);
        Assert.Equal(400, (await app.SendAsync("POST", path + "/join", new { })).Status);
    }

    [Fact]
    public async Task Metrics_count_the_last_day()
    {
        await using var app = await FunctionApp.StartAsync();
        await app.DeliverAsync(HandlerCatalogue.RecordCall, app.Event(EventCatalogue.CallEnded, Samples.Call.Value, Samples.Cdr, 4));
        var old = Samples.Cdr with { CallId = new("e1-old"), StartedAt = Samples.Start.AddDays(-2) };
        await app.DeliverAsync(HandlerCatalogue.RecordCall, app.Event(EventCatalogue.CallEnded, "e1-old", old, 4));
        await app.DeliverAsync(HandlerCatalogue.RecordCall, app.Event(EventCatalogue.CallStarted, "e1-new", Samples.Started with { CallId = new("e1-new"), StartedAt = app.Clock.GetUtcNow() }, 1));
        var metrics = await app.SendAsync("GET", "metrics/performance", role: Role.Viewer);
        Assert.Equal((2, 1, 1, 30_500.0), (metrics["calls"].GetValue<int>(), metrics["active_calls"].GetValue<int>(), metrics["ai_handled"].GetValue<int>(),
            metrics["average_duration_ms"].GetValue<double>()));
    }
}
