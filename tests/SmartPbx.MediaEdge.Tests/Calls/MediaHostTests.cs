using System.Net;
using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Tests.Calls;

/// <summary>Descriptions that name a host where an address would do.</summary>
public class MediaHostTests
{
    private const string Caller = "caller.example.com", Callee = "callee.example.com", Both = "both.example.com";

    [Fact]
    public async Task Hosts_in_offer_and_answer_are_looked_up_and_both_hear_each_other()
    {
        await using var edge = await StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);

        var call = caller.Call(edge.Sip, "1000", change: invite => Name(invite, Caller));
        var b = callee.Answer(await callee.RequestAsync(SipMethod.Invite), ok => Name(ok, Callee));
        var a = await call.AnsweredAsync();
        caller.Audio.Sing(a.EdgeRtp, 440);
        callee.Audio.Sing(b.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => callee.Audio.Hears(440) && caller.Audio.Hears(1760), "both hear each other");

        var again = await a.ReinviteAsync(caller.Offer(SdpDirection.SendRecv, 2) with { Connection = Both });
        Assert.Equal(200, again.Status);
        Assert.Equal(200, (await a.ByeAsync()).Status);
        await edge.NothingLeaksAsync();
    }

    [Theory]
    [InlineData("nobody.example.com")]
    [InlineData(FakeHosts.Silent)]
    public async Task Host_without_an_address_is_refused_with_a_warning(string host)
    {
        await using var edge = await StartAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);

        var refused = await caller.Call(edge.Sip, "2000", change: invite => Name(invite, host)).FinalAsync();

        Assert.Equal((488, CallOutcome.NotAcceptable), (refused.Status, (await edge.CdrAsync()).Outcome));
        Assert.StartsWith("399 ", refused.Headers["Warning"], StringComparison.Ordinal);
        Assert.Contains("no address", refused.Headers["Warning"], StringComparison.Ordinal);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Answer_that_names_a_host_without_an_address_is_hung_up_and_the_agent_takes_the_call()
    {
        await using var edge = await StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);

        var call = caller.Call(edge.Sip, "1000");
        callee.Answer(await callee.RequestAsync(SipMethod.Invite), ok => Name(ok, "nobody.example.com"));
        var a = await call.AnsweredAsync();
        await callee.RequestAsync(SipMethod.Bye);

        Assert.Equal(200, (await a.ByeAsync()).Status);
        Assert.True((await edge.CdrAsync()).AiHandled);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Caller_that_hangs_up_while_its_host_is_looked_up_is_let_go()
    {
        await using var edge = await StartAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);

        var call = caller.Call(edge.Sip, "2000", change: invite => Name(invite, FakeHosts.Silent));
        await call.ResponseAsync(100);
        call.Cancel();

        Assert.Contains((await call.FinalAsync()).Status, new[] { 487, 488 });
        await edge.NothingLeaksAsync();
    }

    private static Task<TestEdge> StartAsync() => TestEdge.StartAsync(edge => edge.Hosts = new FakeHosts(
        (Caller, IPAddress.Parse(TestEdge.TrunkAddress)), (Callee, IPAddress.Parse(TestEdge.PhoneAddress)), (Both, IPAddress.IPv6Loopback), (Both, IPAddress.Parse(TestEdge.TrunkAddress))));

    private static void Name(SipMessage message, string host) => message.SetBody(SdpSession.ContentType, (message.Sdp() with { Connection = host }).ToBytes());
}
