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
    public async Task A_browser_is_rung_over_the_websocket_that_it_registered_by()
    {
        await using var edge = await StartAsync();
        using var browser = await TestBrowser.ConnectAsync(edge.Runtime.SipFlow(SipTransportKind.WebSocket));
        Assert.Equal(200, await browser.RegisterAsync("1008", TestEdge.Password, TestEdge.Domain));
        await using var caller = new TestPhone(TestEdge.TrunkAddress);

        var call = caller.Call(edge.Sip, "1000");
        var invite = await browser.RequestAsync();
        await browser.SendAsync(SipResponse.For(invite, 486));
        var ack = await browser.RequestAsync();
        var dialog = await call.AnsweredAsync(); // by the agent

        Assert.Equal(("WS", "ws", SipMethod.Ack), (invite.TopVia!.Transport, invite.Contact!.Uri.Parameters["transport"], ack.Method));
        Assert.Equal(200, (await dialog.ByeAsync()).Status);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task A_phone_registers_over_ipv6()
    {
        await using var edge = await TestEdge.StartAsync(null, ("Edge:Sip:Listeners:0:Transport", "udp"), ("Edge:Sip:Listeners:0:Bind", "[::1]:0"));
        var to = edge.Runtime.SipFlows.Single(flow => flow.Remote.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6);
        await using var phone = new TestPhone("::1");

        Assert.Equal(200, (await phone.RegisterAsync(to, "1008", TestEdge.Password, TestEdge.Domain)).Status);
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000");
        var invite = await phone.RequestAsync(SipMethod.Invite);
        invite.Respond(486);

        Assert.Equal(to.Remote, invite.Flow.Remote);
        Assert.Equal($"[::1]:{to.Remote.Port}", invite.Request.Contact!.Uri.ToString().Split('@')[1]);
        Assert.Equal(200, (await (await call.AnsweredAsync()).ByeAsync()).Status);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task A_call_stays_with_the_listener_that_it_came_by()
    {
        await using var edge = await TestEdge.StartAsync(null, ("Edge:Sip:Listeners:0:Transport", "udp"), ("Edge:Sip:Listeners:0:Bind", "127.0.0.1:0"));
        var second = edge.Runtime.SipFlows[1];
        await using var callee = new TestPhone(TestEdge.PhoneAddress);
        Assert.Equal(200, (await callee.RegisterAsync(second, "1008", TestEdge.Password, TestEdge.Domain)).Status);
        await using var caller = new TestPhone(TestEdge.TrunkAddress);

        var call = caller.Call(second, "1000");
        var invite = await callee.RequestAsync(SipMethod.Invite);
        var b = callee.Answer(invite);
        var ok = await call.ResponseAsync(200);
        Assert.Equal((second.Remote.Port, second.Remote.Port, second.Remote), (ok.Contact!.Uri.Port, invite.Request.Contact!.Uri.Port, invite.Flow.Remote));
        call.Acknowledge(ok);
        Assert.Equal(200, (await b.ByeAsync()).Status);
        var bye = await caller.RequestAsync(SipMethod.Bye);

        Assert.Equal((second.Remote, second.Remote.Port), (bye.Flow.Remote, bye.Request.TopVia!.Port));
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
        TestEdge.StartAsync(null, ("Edge:Sip:Listeners:0:Transport", "tcp"), ("Edge:Sip:Listeners:0:Bind", "127.0.0.1:0"),
            ("Edge:Sip:Listeners:1:Transport", "ws"), ("Edge:Sip:Listeners:1:Bind", "127.0.0.1:0"));

    private static async Task<TestPhone> RegisteredAsync(TestEdge edge, SipTransportKind kind)
    {
        var phone = new TestPhone(TestEdge.PhoneAddress, kind);
        Assert.Equal(200, (await phone.RegisterAsync(edge.Runtime.SipFlow(kind), "1008", TestEdge.Password, TestEdge.Domain)).Status);
        return phone;
    }
}
