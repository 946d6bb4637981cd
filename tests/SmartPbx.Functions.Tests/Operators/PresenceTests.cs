using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Functions.Tests.Support;

namespace SmartPbx.Functions.Tests.Operators;

public sealed class PresenceTests
{
    [Fact]
    public async Task A_browser_that_is_not_heard_of_any_more_is_offline()
    {
        await using var app = await FunctionApp.StartAsync();
        await app.SendAsync("PUT", "operator/status", new { status = "available" }, Role.Operator);
        app.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(200, (await app.SendAsync("POST", "operator/heartbeat", new { }, Role.Operator)).Status);
        app.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("available", (await app.SendAsync("GET", "operator/status", role: Role.Operator))["effective_status"].GetValue<string>());
        app.Clock.Advance(TimeSpan.FromSeconds(11));
        var own = await app.SendAsync("GET", "operator/status", role: Role.Operator);
        Assert.Equal(("available", "offline"), (own["status"].GetValue<string>(), own["effective_status"].GetValue<string>()));
    }

    [Fact]
    public async Task A_heartbeat_does_not_lose_the_claim_that_the_edge_made_meanwhile()
    {
        await using var app = await FunctionApp.StartAsync();
        await app.SendAsync("PUT", "operator/status", new { status = "available" }, Role.Operator);
        var claimed = false;
        app.Store.BeforeCommit = partition =>
        {
            if (claimed || partition.Key != HitlDocuments.PresencePartition) return;
            claimed = true;
            var presence = app.FindAsync(FunctionApp.Acme, partition.Key, HitlDocuments.Presence, "operator").GetAwaiter().GetResult()!;
            app.PutAsync(FunctionApp.Acme, partition.Key, HitlDocuments.Presence, "operator", presence with { ClaimedAlert = new AlertId("alert1") }).GetAwaiter().GetResult();
        };
        var after = await app.SendAsync("POST", "operator/heartbeat", new { }, Role.Operator);
        Assert.Equal("alert1", after["claimed_alert"].GetValue<string>());
    }

    [Fact]
    public async Task The_list_shows_everyone_who_may_answer()
    {
        await using var app = await FunctionApp.StartAsync();
        await app.SendAsync("PUT", "operator/status", new { status = "busy" }, Role.Operator);
        var listed = (await app.SendAsync("GET", "operators", role: Role.Operator)).Items;
        Assert.Equal(["admin offline", "operator busy"], listed.Select(o => $"{o!["user_id"]} {o["effective_status"]}").Order());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"status":"sleeping"}""")]
    public async Task A_status_that_is_none_is_refused(string body)
    {
        await using var app = await FunctionApp.StartAsync();
        Assert.Equal(400, (await app.SendAsync("PUT", "operator/status", body, Role.Operator)).Status);
    }
}
