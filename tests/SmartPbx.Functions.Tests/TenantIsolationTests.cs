using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Supervision;
using SmartPbx.Domain.Usage;
using SmartPbx.Domain.Webhooks;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Calls;
using SmartPbx.Functions.Tests.Support;
using SmartPbx.Functions.Webhooks;

namespace SmartPbx.Functions.Tests;

/// <summary>Every route, found by asking the router and not by a list: another tenant sees nothing, nobody gets in without a token.</summary>
public sealed class TenantIsolationTests
{
    private static readonly object Knowledge = new { question = "When do you open on Sunday?", answer = "At ten in the morning, every Sunday." };

    /// <summary>One line per route; a new route without a line fails the test below.</summary>
    private static readonly Dictionary<string, RouteCase> Cases = new()
    {
        ["POST auth/logout"] = new("auth/logout", null, RouteCase.Own),
        ["GET auth/me"] = new("auth/me", null, answer => RouteCase.Own(answer) && answer["tenant_id"].GetValue<string>() == "other"),
        ["GET calls"] = new("calls", null, RouteCase.Empty),
        ["GET calls/{id}"] = new("calls/e1-call1", null, RouteCase.NotFound),
        ["GET calls/{id}/transcript"] = new("calls/e1-call1/transcript", null, RouteCase.NotFound),
        ["GET calls/{id}/recording"] = new("calls/e1-call1/recording", null, RouteCase.NotFound),
        ["GET calls/{id}/usage"] = new("calls/e1-call1/usage", null, RouteCase.NotFound),
        ["GET calls/{id}/supervisions"] = new("calls/e1-call1/supervisions", null, RouteCase.NotFound),
        ["POST calls/{id}/supervisions"] = new("calls/e1-call1/supervisions", new { extension = "1008", mode = "listen" }, RouteCase.NotFound),
        ["PUT calls/{id}/supervisions/{supervision_id}"] = new("calls/e1-call1/supervisions/s1", new { mode = "barge" }, RouteCase.NotFound),
        ["DELETE calls/{id}/supervisions/{supervision_id}"] = new("calls/e1-call1/supervisions/s1", null, RouteCase.NotFound),
        ["GET knowledge"] = new("knowledge", null, RouteCase.Empty),
        ["POST knowledge"] = new("knowledge", Knowledge, answer => RouteCase.Own(answer) && answer["tenant_id"].GetValue<string>() == "other"),
        ["GET knowledge/{id}"] = new("knowledge/item1", null, RouteCase.NotFound),
        ["PUT knowledge/{id}"] = new("knowledge/item1", Knowledge, RouteCase.NotFound),
        ["DELETE knowledge/{id}"] = new("knowledge/item1", null, RouteCase.NotFound),
        ["POST knowledge/{id}/approve"] = new("knowledge/item1/approve", null, RouteCase.NotFound),
        ["POST knowledge/{id}/reject"] = new("knowledge/item1/reject", null, RouteCase.NotFound),
        ["GET hitl/alerts"] = new("hitl/alerts", null, RouteCase.Empty),
        ["GET hitl/alerts/{id}"] = new("hitl/alerts/alert1", null, RouteCase.NotFound),
        ["GET hitl/alerts/{id}/audio"] = new("hitl/alerts/alert1/audio", null, RouteCase.NotFound),
        ["POST hitl/response"] = new("hitl/response", new { alert_id = "alert1", answer = "On the left." }, RouteCase.NotFound),
        ["POST hitl/feedback"] = new("hitl/feedback", new { alert_id = "alert1", question = "Where is the shelf?", answer = "Left." }, RouteCase.NotFound),
        ["GET hitl/unresolved"] = new("hitl/unresolved", null, RouteCase.Empty),
        ["GET hitl/unresolved/{id}"] = new("hitl/unresolved/req1", null, RouteCase.NotFound),
        ["PUT hitl/unresolved/{id}"] = new("hitl/unresolved/req1", new { status = "resolved" }, RouteCase.NotFound),
        ["GET operator/status"] = new("operator/status", null, answer => RouteCase.Own(answer) && answer["status"].GetValue<string>() == "offline"),
        ["PUT operator/status"] = new("operator/status", new { status = "away" }, RouteCase.Own),
        ["POST operator/heartbeat"] = new("operator/heartbeat", null, RouteCase.Own),
        ["GET operators"] = new("operators", null, answer => RouteCase.Own(answer) && answer.Items.All(i => i!["status"]!.GetValue<string>() != "busy")),
        ["GET webhooks"] = new("webhooks", null, RouteCase.Empty),
        ["POST webhooks"] = new("webhooks", new { url = "https://hooks.example/x" }, RouteCase.Own),
        ["DELETE webhooks/{id}"] = new("webhooks/hook1", null, RouteCase.NotFound),
        ["GET webhooks/deliveries"] = new("webhooks/deliveries", null, RouteCase.Empty),
        ["GET dead-letters"] = new("dead-letters", null, RouteCase.Empty),
        ["POST dead-letters/{id}/replay"] = new("dead-letters/letter1/replay", null, RouteCase.NotFound),
        ["GET numbers"] = new("numbers", null, RouteCase.Empty),
        ["GET extensions"] = new("extensions", null, RouteCase.Empty),
        ["GET ring-groups"] = new("ring-groups", null, RouteCase.Empty),
        ["GET ring-groups/{number}"] = new("ring-groups/600", null, RouteCase.NotFound),
        // The members are another tenant's extensions: there are none here.
        ["PUT ring-groups/{number}"] = new("ring-groups/600", new { members = new[] { new { extension = "1008" } } }, answer => answer is { Status: 400, Code: "invalid_field" }),
        ["DELETE ring-groups/{number}"] = new("ring-groups/600", null, RouteCase.NotFound),
        ["GET trunks"] = new("trunks", null, RouteCase.Empty),
        ["GET trunks/{name}"] = new("trunks/t1", null, RouteCase.NotFound),
        ["PUT trunks/{name}"] = new("trunks/t1", new { targets = new[] { "sip:192.0.2.1" } }, answer => RouteCase.Own(answer) && answer["source_addresses"].AsArray().Count == 0),
        ["DELETE trunks/{name}"] = new("trunks/t2", null, RouteCase.NotFound),
        ["GET dial-plan"] = new("dial-plan", null, answer => RouteCase.Own(answer) && answer["rules"].AsArray().Count == 0),
        ["PUT dial-plan"] = new("dial-plan", new { country_code = "1" }, answer => RouteCase.Own(answer) && answer["tenant_id"].GetValue<string>() == "other"),
        ["GET metrics/performance"] = new("metrics/performance", null, answer => RouteCase.Own(answer) && answer["calls"].GetValue<int>() == 0),
        ["POST agent/query"] = new("agent/query", new { question = "When do you open on Sunday?" }, answer => answer.Status == 200 && answer["retrieved"].AsArray().Count == 0),
        ["POST realtime/negotiate"] = new("realtime/negotiate", null, RouteCase.Own),
        ["POST realtime/calls/{call_id}/join"] = new("realtime/calls/e1-call1/join", new { connection_id = "mine" }, RouteCase.NotFound),
        ["POST realtime/calls/{call_id}/leave"] = new("realtime/calls/e1-call1/leave", new { connection_id = "mine" }, RouteCase.NotFound),
    };

    /// <summary>Routes that work without a token, on purpose.</summary>
    private static readonly string[] Open = ["POST auth/login", "POST auth/refresh", "GET openapi.json"];

    [Fact]
    public async Task Every_route_has_a_line_in_the_table()
    {
        await using var app = await FunctionApp.StartAsync();
        Assert.Equal(Routes(app).Select(route => route.Name).Order(), Cases.Keys.Concat(Open).Order());
    }

    [Fact]
    public async Task Only_the_named_routes_are_open()
    {
        await using var app = await FunctionApp.StartAsync();
        var open = Routes(app).Where(route => route.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(route => route.Name);
        Assert.Equal(Open.Order(), open.Order());
    }

    [Fact]
    public async Task Without_a_token_every_other_route_answers_401()
    {
        await using var app = await FunctionApp.StartAsync();
        foreach (var (name, route) in Cases)
        {
            var answer = await app.SendAsync(name.Split(' ')[0], route.Path, route.Body, token: "");
            Assert.True(answer is { Status: 401, Code: "not_signed_in" }, $"{name}: {answer.Status} {answer.Text}");
        }
    }

    [Fact]
    public async Task Another_tenant_sees_nothing_by_any_route()
    {
        await using var app = await FunctionApp.StartAsync();
        await FurnishAsync(app);
        foreach (var (name, route) in Cases)
        {
            var answer = await app.SendAsync(name.Split(' ')[0], route.Path, route.Body, Role.Admin, FunctionApp.Other);
            Assert.True(route.ForOthers(answer), $"{name}: {answer.Status} {answer.Text}");
        }
    }

    [Fact]
    public async Task The_owner_sees_by_each_read_what_the_other_tenant_does_not()
    {
        await using var app = await FunctionApp.StartAsync();
        await FurnishAsync(app);
        foreach (var (name, route) in Cases.Where(c => c.Key.StartsWith("GET ", StringComparison.Ordinal)))
        {
            var answer = await app.SendAsync("GET", route.Path);
            var seen = answer.Status == 200 && (answer.Body!["items"] is not JsonArray items || items.Count > 0);
            Assert.True(seen, $"{name}: {answer.Status} {answer.Text}");
        }
    }

    [Fact]
    public async Task Every_route_that_is_not_open_names_its_permission_or_is_the_users_own()
    {
        await using var app = await FunctionApp.StartAsync();
        var without = Routes(app).Where(r => !Open.Contains(r.Name) && r.Endpoint.Metadata.GetMetadata<NeedsPermission>() is null).Select(r => r.Name);
        Assert.Equal(["GET auth/me", "POST auth/logout"], without.Order());
    }

    [Fact]
    public async Task Every_role_is_refused_exactly_what_its_permissions_lack()
    {
        await using var app = await FunctionApp.StartAsync();
        foreach (var (name, endpoint) in Routes(app))
        {
            if (endpoint.Metadata.GetMetadata<NeedsPermission>()?.Permission is not { } needed) continue;
            foreach (var role in Enum.GetValues<Role>())
            {
                var answer = await app.SendAsync(name.Split(' ')[0], Cases[name].Path, Cases[name].Body, role);
                var refused = answer.Code == "permission_denied";
                Assert.True(refused != Permission.Of(role).Contains(needed), $"{role} {name} ({needed}): {answer.Status} {answer.Text}");
            }
        }
    }

    private static IEnumerable<(string Name, RouteEndpoint Endpoint)> Routes(FunctionApp app) =>
        from endpoint in app.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let pattern = endpoint.RoutePattern.RawText!.TrimStart('/')
        where pattern.StartsWith("api/v1/", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        select ($"{method} {pattern["api/v1/".Length..]}", endpoint);

    private static async Task FurnishAsync(FunctionApp app)
    {
        var now = app.Clock.GetUtcNow();
        var (acme, call) = (FunctionApp.Acme, Samples.Call.Value);
        var record = CallProjection.Apply(null, app.Event(EventCatalogue.CallEnded, call, Samples.Cdr, 5))!;
        await app.PutAsync(acme, call, CallDocuments.Calls, call, record with { RecordingFolder = Samples.Folder });
        await app.PutAsync(acme, call, CallDocuments.Transcripts, call, Samples.Transcript());
        await app.PutAsync(acme, call, RecordingFacts.Kind, call, new RecordingFacts { CallId = Samples.Call, Folder = Samples.Folder });
        await app.PutAsync(acme, call, SupervisionDocuments.Supervisions, "s1", Samples.Supervision(now));
        await app.PutAsync(acme, call, CallDocuments.Usage, "AgentMs", new UsageRow(acme, Samples.Call, Meter.AgentMs, 1, 1, "USD", 1, now));
        await app.PutAsync(acme, KnowledgeDocuments.Partition, KnowledgeDocuments.Items, "item1", Samples.Item(now));
        await app.Index.UpsertAsync(acme, [Samples.Item(now)], default);
        await app.PutAsync(acme, call, HitlDocuments.Alerts, "alert1", Samples.Alert(now));
        await app.PutAsync(acme, call, HitlDocuments.Unresolved, "req1", Samples.Unresolved(now));
        await app.PutAsync(acme, HitlDocuments.PresencePartition, HitlDocuments.Presence, "admin", new OperatorPresence
        {
            TenantId = acme, UserId = new UserId("admin"), Status = OperatorStatus.Busy, HeartbeatAt = now,
        });
        await app.PutAsync(acme, WebhookEndpoint.Partition, WebhookEndpoint.Kind, "hook1", new WebhookEndpoint
        {
            EndpointId = "hook1", TenantId = acme, Url = new Uri("https://hooks.example/"), ProtectedSecret = "",
        });
        await app.PutAsync(acme, WebhookDelivery.Partition, WebhookDelivery.Kind, "d1", new WebhookDelivery
        {
            DeliveryId = "d1", TenantId = acme, EndpointId = "hook1", EventId = "ev", EventType = "call.ended", Subject = call,
            Status = DeliveryStatus.Delivered, Attempts = 1, LastAttemptAt = now,
        });
        await app.PutAsync(acme, DeadLetter.Partition, DeadLetter.Kind, "letter1", new DeadLetter
        {
            DeadLetterId = "letter1", TenantId = acme, Handler = "RecordCall", Attempts = 4, Error = "x", FailedAt = now,
            Event = app.Event(EventCatalogue.CallStarted, call, Samples.Started),
        });
        await app.PutAsync(acme, DirectoryDocuments.Partition, DirectoryDocuments.Numbers, "1000", new PhoneNumber { TenantId = acme, Number = "1000" });
        await app.PutAsync(acme, DirectoryDocuments.Partition, DirectoryDocuments.Extensions, "1008",
            new Extension { TenantId = acme, Number = "1008", Ha1Md5 = "secret-md5", Ha1Sha256 = "secret-sha" });
        await app.PutAsync(acme, DirectoryDocuments.Partition, DirectoryDocuments.Numbers, "600",
            new PhoneNumber { TenantId = acme, Number = "600", RingGroup = new RingGroup { Members = [new RingMember("1008")] } });
        await app.PutAsync(acme, DirectoryDocuments.Partition, DirectoryDocuments.Trunks, "t1",
            new Trunk { TenantId = acme, Name = "t1", SourceAddresses = ["127.0.0.2"] });
        await app.PutAsync(acme, DirectoryDocuments.Partition, DirectoryDocuments.Trunks, "t2", new Trunk { TenantId = acme, Name = "t2", SourceAddresses = ["127.0.0.3"] });
        await app.PutAsync(acme, DirectoryDocuments.Partition, DirectoryDocuments.DialPlans, DirectoryDocuments.DialPlanId,
            new DialPlan { TenantId = acme, Rules = [new OutboundRule { Name = "all", Pattern = "*", Trunks = ["t1"] }] });
    }
}
