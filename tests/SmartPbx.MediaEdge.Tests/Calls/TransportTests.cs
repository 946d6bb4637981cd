using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Registrar;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Tests.Calls;

/// <summary>The same calls over other transports than UDP.</summary>
public sealed class TransportTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData(SipTransportKind.Tcp, SipTransportKind.Tcp)]
    [InlineData(SipTransportKind.Tcp, SipTransportKind.Udp)]
    [InlineData(SipTransportKind.Udp, SipTransportKind.Tcp)]
    [InlineData(SipTransportKind.Tls, SipTransportKind.Tls)]
    [InlineData(SipTransportKind.Tls, SipTransportKind.Udp)]
    [InlineData(SipTransportKind.Udp, SipTransportKind.Tls)]
    public async Task A_call_is_bridged_whatever_the_transports_of_its_legs(SipTransportKind ofTrunk, SipTransportKind ofPhone)
    {
        await using var edge = await StartAsync();
        await using var callee = await RegisteredAsync(edge, ofPhone);
        await using var caller = new TestPhone(TestEdge.TrunkAddress, ofTrunk, tls: _certificates.IssueLoopback("trunk"));

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
        Assert.Equal(ofPhone.UriParameter(), invite.Request.Contact!.Uri.Parameters["transport"]);
        Assert.Equal(CallOutcome.CalleeHungUp, (await edge.CdrAsync()).Outcome);
        await edge.NothingLeaksAsync();
    }

    [Theory]
    [InlineData("sip")]
    [InlineData("sips")]
    public async Task Contact_is_of_the_scheme_that_was_called(string scheme)
    {
        await using var edge = await StartAsync();
        var to = edge.Runtime.SipFlow(SipTransportKind.Tls);
        await using var caller = new TestPhone(TestEdge.TrunkAddress, SipTransportKind.Tls, tls: _certificates.IssueLoopback("trunk"));

        var call = caller.Call(to, "1000", change: invite => invite.Uri = SipUri.Parse($"{scheme}:1000@{to.Remote}"));
        var ok = await call.ResponseAsync(200); // by the agent: nobody is registered

        Assert.Equal(scheme, ok.Contact!.Uri.Scheme);
        Assert.Equal(200, (await call.Established(ok).ByeAsync()).Status);
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
        var invite = await browser.NextAsync();
        await browser.SendAsync(SipResponse.For(invite, 486));
        var ack = await browser.NextAsync();
        var dialog = await call.AnsweredAsync(); // by the agent

        Assert.Equal(("WS", "ws", SipMethod.Ack), (invite.TopVia!.Transport, invite.Contact!.Uri.Parameters["transport"], ack.Method));
        Assert.Equal(200, (await dialog.ByeAsync()).Status);
        await edge.NothingLeaksAsync();
    }

    [Theory]
    [InlineData(SipTransportKind.WebSocket)]
    [InlineData(SipTransportKind.SecureWebSocket)]
    public async Task A_browser_is_called_and_calls_over_its_websocket(SipTransportKind kind)
    {
        await using var edge = await StartAsync();
        using var browser = await TestBrowser.ConnectAsync(edge.Runtime.SipFlow(kind), await File.ReadAllTextAsync(_certificates.CaPath));
        Assert.Equal(200, await browser.RegisterAsync("1008", TestEdge.Password, TestEdge.Domain));
        await using var other = await edge.RegisteredPhoneAsync("1011");

        var call = other.CallAs("1011", edge.Sip, "1008");
        var (b, edgeOfB) = await browser.AnswerAsync(await browser.NextAsync());
        var a = await call.AnsweredAsync();
        other.Audio.Sing(a.EdgeRtp, 440);
        browser.Audio.Sing(edgeOfB, 1760);
        await Eventually.TrueAsync(() => browser.Audio.Hears(440) && other.Audio.Hears(1760), "both hear each other");
        Assert.Equal(200, await browser.ByeAsync(b));
        await other.RequestAsync(SipMethod.Bye);

        var (answered, (own, _)) = (Task.Run(async () => other.Answer(await other.RequestAsync(SipMethod.Invite))), await browser.CallAsync("1008", "1011"));
        Assert.Equal(200, (await (await answered).ByeAsync()).Status);
        var bye = await browser.NextAsync();
        await browser.SendAsync(SipResponse.For(bye, 200));

        Assert.Equal((SipMethod.Bye, own.State.CallId, kind.ViaName()), (bye.Method, bye.CallId, bye.TopVia!.Transport));
        Assert.All([await edge.CdrAsync(), await edge.CdrAsync(2)], cdr => Assert.Equal(CallOutcome.CalleeHungUp, cdr.Outcome));
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task A_listener_with_mutual_tls_takes_phones_of_its_authority_only()
    {
        using var foreign = new TestCertificates("foreign");
        await using var edge = await StartAsync(("Edge:Sip:Listeners:2:ClientCaPath", _certificates.CaPath));
        var to = edge.Runtime.SipFlow(SipTransportKind.Tls);
        await using var known = new TestPhone(TestEdge.PhoneAddress, SipTransportKind.Tls, tls: _certificates.IssueLoopback("known"));
        await using var unknown = new TestPhone(TestEdge.PhoneAddress, SipTransportKind.Tls, tls: foreign.IssueLoopback() with { ServerCaPath = _certificates.CaPath });

        Assert.Equal(200, (await known.RegisterAsync(to, "1008", TestEdge.Password, TestEdge.Domain)).Status);
        await Assert.ThrowsAnyAsync<Exception>(() => unknown.RegisterAsync(to, "1008", TestEdge.Password, TestEdge.Domain));

        Assert.Single(edge.Get<BindingTable>().List(TestEdge.Demo, "1008"));
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

    private Task<TestEdge> StartAsync(params (string Key, string Value)[] settings)
    {
        var certificate = _certificates.IssueLoopback("edge");
        return TestEdge.StartAsync(null,
        [
            .. Listener(0, "tcp"), .. Listener(1, "ws"), .. Listener(2, "tls"), .. Listener(3, "wss"),
            .. new[] { 2, 3 }.SelectMany(n => new[] { ($"Edge:Sip:Listeners:{n}:CertificatePath", certificate.CertificatePath), ($"Edge:Sip:Listeners:{n}:KeyPath", certificate.KeyPath) }),
            .. settings,
        ]);
    }

    private static (string, string)[] Listener(int n, string transport) => [($"Edge:Sip:Listeners:{n}:Transport", transport), ($"Edge:Sip:Listeners:{n}:Bind", "127.0.0.1:0")];

    private async Task<TestPhone> RegisteredAsync(TestEdge edge, SipTransportKind kind)
    {
        var phone = new TestPhone(TestEdge.PhoneAddress, kind, tls: _certificates.IssueLoopback("phone"));
        Assert.Equal(200, (await phone.RegisterAsync(edge.Runtime.SipFlow(kind), "1008", TestEdge.Password, TestEdge.Domain)).Status);
        return phone;
    }
}
