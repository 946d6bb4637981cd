using SmartPbx.Domain;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using System.Text.Json;
using static SmartPbx.Contracts.Samples;

namespace SmartPbx.Contracts.RealTime;

/// <summary>Who hears what. That somebody does not hear a message is shown by the later one that he hears first.</summary>
public abstract class RealTimeContract(IRealTimeHarness harness) : IAsyncLifetime
{
    private static readonly UserId Operator = new("operator");
    private static readonly CallId Call = new("edge-1");

    protected IRealTimeHarness Harness => harness;

    private static CancellationToken None => CancellationToken.None;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await harness.DisposeAsync();

    private Task Push(RealTimeTarget target, string name) => harness.RealTime.PushAsync(target, name, Changed(Alpha, name, DateTimeOffset.UnixEpoch), None);

    private static async Task<string> NextName(IRealTimeClient client) => (await client.ReadAsync()).Name;

    [Fact]
    public async Task A_message_comes_with_its_name_and_its_payload_in_the_products_json()
    {
        await using var client = await harness.ConnectAsync(Alpha, Operator);
        var sent = Changed(Alpha, "e1", DateTimeOffset.UnixEpoch);
        await harness.RealTime.PushAsync(RealTimeTarget.Tenant(Alpha), EventCatalogue.ConfigChanged.Name, sent, None);

        var (name, payload) = await client.ReadAsync();
        Assert.Equal("config.changed", name);
        Assert.Equal(JsonSerializer.Serialize(sent, SmartPbxJson.Options), JsonSerializer.Serialize(payload, SmartPbxJson.Options));
    }

    [Fact]
    public async Task A_tenant_hears_its_own_messages_alone()
    {
        await using var alpha = await harness.ConnectAsync(Alpha, Operator);
        await using var beta = await harness.ConnectAsync(Beta, Operator);
        await Push(RealTimeTarget.Tenant(Alpha), "for.alpha");
        await Push(RealTimeTarget.Tenant(Beta), "for.beta");

        Assert.Equal("for.alpha", await NextName(alpha));
        Assert.Equal("for.beta", await NextName(beta));
    }

    [Fact]
    public async Task A_user_hears_his_own_messages_alone_even_with_a_namesake_elsewhere()
    {
        await using var operatorOfAlpha = await harness.ConnectAsync(Alpha, Operator);
        await using var admin = await harness.ConnectAsync(Alpha, new UserId("admin"));
        await using var namesake = await harness.ConnectAsync(Beta, Operator);
        await Push(RealTimeTarget.User(Alpha, Operator), "for.operator");
        await Push(RealTimeTarget.Tenant(Alpha), "for.alpha");
        await Push(RealTimeTarget.Tenant(Beta), "for.beta");

        Assert.Equal("for.operator", await NextName(operatorOfAlpha));
        Assert.Equal("for.alpha", await NextName(admin));
        Assert.Equal("for.beta", await NextName(namesake));
    }

    [Fact]
    public async Task A_call_is_heard_by_those_who_joined_it()
    {
        await using var joined = await harness.ConnectAsync(Alpha, Operator);
        await using var other = await harness.ConnectAsync(Alpha, new UserId("admin"));
        Assert.True(await harness.JoinCallAsync(joined, Alpha, Call));
        await Push(RealTimeTarget.Call(Alpha, Call), "for.call");
        await Push(RealTimeTarget.Tenant(Alpha), "for.alpha");

        Assert.Equal("for.call", await NextName(joined));
        Assert.Equal("for.alpha", await NextName(other));
    }

    [Fact]
    public async Task Nobody_joins_a_call_with_another_tenants_connection()
    {
        await using var beta = await harness.ConnectAsync(Beta, Operator);

        Assert.False(await harness.JoinCallAsync(beta, Alpha, Call));
    }

    [Fact]
    public async Task A_command_reaches_its_edge_and_no_other_until_it_unsubscribes()
    {
        var heard = new List<string>();
        using var one = harness.EdgeCommands.Subscribe(new EdgeId("edge-1"), c => heard.Add("one " + c.CommandId));
        using var two = harness.EdgeCommands.Subscribe(new EdgeId("edge-2"), c => heard.Add("two " + c.CommandId));
        await Command("edge-1", "c1");
        one.Dispose();
        await Command("edge-1", "c2");
        await Command("edge-2", "c3");

        Assert.Equal(["one c1", "two c3"], heard);
    }

    private Task Command(string edge, string id) => harness.RealTime.PushAsync(RealTimeTarget.Edge(new EdgeId(edge)), EdgeCommand.MessageName,
        new EdgeCommand(id, DateTimeOffset.UnixEpoch, EdgeCommand.HitlAnswered, Alpha, Call, new AlertId("alert-1")), None);

    [Fact]
    public async Task Pushing_to_nobody_is_fine() => await Push(RealTimeTarget.User(Alpha, Operator), "for.nobody");
}
