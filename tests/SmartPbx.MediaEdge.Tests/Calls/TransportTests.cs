using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Registrar;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Tests.Calls;

/// <summary>The same calls over other transports than UDP.</summary>
public class TransportTests
{
    [Theory]
    [InlineData(SipTransportKind.Tcp, SipTransportKind.Tcp)]
    [InlineData(SipTransportKind.Tcp, SipTransportKind.Udp)]
    [InlineData(SipTransportKind.Udp, SipTransportKind.Tcp)]
    public async Task A_call_is_bridged_whatever_the_transports_of_its_legs(SipTransportKind ofTrunk, SipTransportKind ofPhone)
    {
        await using var edge = await StartAsync();
        await using var callee = await RegisteredAsync(edge, ofPhone);
        await using var caller = new TestPhone(TestEdge.TrunkAddress, ofTrunk);

        var call = caller.Call(edge.Runtime.SipFlow(ofTrunk), "1000");
        var invite = await callee.RequestAsync(SipMethod.Invite);
        var b = callee.Answer(invite);
        var a = await call.AnsweredAsync();
        caller.Audio.Sing(a.EdgeRtp, 440);
        callee.Audio.Sing(b.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => callee.Audio.Hears(440) && caller.Audio.Hears(1760), "both hear each other");
        Assert.Equal(200, (await b.ByeAsync()).Status);
        var bye = await caller.RequestAsync(SipMethod.Bye);

        Assert.Equal((ofTrunk, ofPhone), (bye.Flow.Kind, invite.Flow.Kind));
        Assert.Equal(ofPhone == SipTransportKind.Tcp ? "tcp" : null, invite.Request.Contact!.Uri.Parameters["transport"]);
        Assert.Equal(CallOutcome.CalleeHungUp, (await edge.CdrAsync()).Outcome);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task A_phone_whose_connection_is_gone_is_not_waited_for()
    {
        await using var edge = await StartAsync();
        var callee = await RegisteredAsync(edge, SipTransportKind.Tcp);
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var flow = Assert.Single(edge.Get<BindingTable>().List(TestEdge.Demo, "1008")).Source;
        await callee.DisposeAsync();

        var call = caller.Call(edge.Sip, "1000");
        var dialog = await call.AnsweredAsync(); // by the agent, at once

        Assert.NotEqual(0, flow.ConnectionId);
        Assert.Equal(200, (await dialog.ByeAsync()).Status);
        Assert.True((await edge.CdrAsync()).AiHandled);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task A_stranger_over_tcp_stays_unheard()
    {
        await using var edge = await StartAsync();
        await using var stranger = new TestPhone("127.0.0.9", SipTransportKind.Tcp);

        var call = stranger.Call(edge.Runtime.SipFlow(SipTransportKind.Tcp), "1000");

        Assert.True(await call.StaysSilentAsync(TimeSpan.FromMilliseconds(500)));
        Assert.Equal(0, edge.Runtime.LiveCalls);
    }

    private static Task<TestEdge> StartAsync() =>
        TestEdge.StartAsync(null, ("Edge:Sip:Listeners:0:Transport", "tcp"), ("Edge:Sip:Listeners:0:Bind", "127.0.0.1:0"));

    private static async Task<TestPhone> RegisteredAsync(TestEdge edge, SipTransportKind kind)
    {
        var phone = new TestPhone(TestEdge.PhoneAddress, kind);
        Assert.Equal(200, (await phone.RegisterAsync(edge.Runtime.SipFlow(kind), "1008", TestEdge.Password, TestEdge.Domain)).Status);
        return phone;
    }
}
