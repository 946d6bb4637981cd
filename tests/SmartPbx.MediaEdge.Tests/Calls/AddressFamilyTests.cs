using System.Net;
using System.Text;
using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Tests.Calls;

/// <summary>Calls between IPv4 and IPv6, and the refusal of what has no media here.</summary>
public class AddressFamilyTests
{
    private const string Ipv6 = "::1";

    [Fact]
    public async Task Ipv4_caller_and_ipv6_phone_hear_each_other()
    {
        await using var edge = await StartAsync();
        await using var callee = await RegisteredAsync(edge, Ipv6, "1008");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);

        var call = caller.Call(edge.Sip, "1000");
        var invite = await callee.RequestAsync(SipMethod.Invite);
        var b = callee.Answer(invite);
        var a = await call.AnsweredAsync();

        Assert.Contains("c=IN IP6 ::1\r\n", Encoding.UTF8.GetString(invite.Request.Body.Span), StringComparison.Ordinal);
        Assert.Equal((IPAddress.Loopback, IPAddress.IPv6Loopback), (a.EdgeRtp.Address, b.EdgeRtp.Address));
        await HearEachOtherAsync(a, b);
        Assert.Equal(200, (await b.ByeAsync()).Status);
        Assert.Equal(CallOutcome.CalleeHungUp, (await edge.CdrAsync()).Outcome);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Ipv6_phone_calls_an_ipv4_phone()
    {
        await using var edge = await StartAsync();
        await using var caller = await RegisteredAsync(edge, Ipv6, "1011");
        await using var callee = await edge.RegisteredPhoneAsync();

        var call = caller.CallAs("1011", Way(edge, Ipv6), "1008");
        var b = callee.Answer(await callee.RequestAsync(SipMethod.Invite));
        var a = await call.AnsweredAsync();

        Assert.Equal((IPAddress.IPv6Loopback, IPAddress.Loopback), (a.EdgeRtp.Address, b.EdgeRtp.Address));
        await HearEachOtherAsync(a, b);
        Assert.Equal(200, (await a.ByeAsync()).Status);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Phones_of_both_families_ring_at_once_each_with_an_address_of_its_own()
    {
        await using var edge = await StartAsync();
        await using var four = await edge.RegisteredPhoneAsync();
        await using var six = await RegisteredAsync(edge, Ipv6, "1008");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);

        var call = caller.Call(edge.Sip, "1000");
        var early = await four.RequestAsync(SipMethod.Invite);
        var invite = await six.RequestAsync(SipMethod.Invite);
        var progress = early.CreateResponse(183);
        progress.SetBody(SdpSession.ContentType, four.AnswerTo(early.Request, out var earlyRtp).ToBytes());
        early.Respond(progress);
        four.Audio.Sing(earlyRtp, 1000);
        await Eventually.TrueAsync(() => caller.Audio.Hears(1000), "the caller hears the IPv4 phone's early audio");
        var b = six.Answer(invite);
        var a = await call.AnsweredAsync();

        Assert.Equal((IPAddress.Loopback, IPAddress.IPv6Loopback), (earlyRtp.Address, b.EdgeRtp.Address));
        Assert.Equal(earlyRtp.Port, b.EdgeRtp.Port);
        await HearEachOtherAsync(a, b);
        Assert.Equal(200, (await a.ByeAsync()).Status);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Phone_that_moves_its_audio_into_the_other_family_is_followed_and_may_come_back()
    {
        await using var edge = await StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        using var elsewhere = new AudioEnd(IPAddress.IPv6Loopback);
        var call = caller.Call(edge.Sip, "1000");
        var b = callee.Answer(await callee.RequestAsync(SipMethod.Invite));
        var a = await call.AnsweredAsync();
        await HearEachOtherAsync(a, b);

        var moved = await a.ReinviteAsync(caller.Offer(SdpDirection.SendRecv, 2, elsewhere));
        var there = TestCall.Rtp(moved.Sdp());
        Assert.Equal(new IPEndPoint(IPAddress.IPv6Loopback, a.EdgeRtp.Port), there);
        elsewhere.Sing(there, 600);
        await Eventually.TrueAsync(() => callee.Audio.Hears(600) && elsewhere.Hears(1760), "both hear each other over IPv6");

        var back = await a.ReinviteAsync(caller.Offer(SdpDirection.SendRecv, 3));
        Assert.Equal(a.EdgeRtp, TestCall.Rtp(back.Sdp()));
        var before = caller.Audio.PacketsHeard;
        await Eventually.TrueAsync(() => callee.Audio.Hears(440) && caller.Audio.PacketsHeard > before + 25, "both hear each other over IPv4 again");
        Assert.Equal(200, (await a.ByeAsync()).Status);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Caller_without_an_offer_gets_one_in_the_family_of_its_way()
    {
        await using var edge = await StartAsync();
        await using var caller = await RegisteredAsync(edge, Ipv6, "1011");

        var call = caller.CallAs("1011", Way(edge, Ipv6), "2000", invite => invite.ClearBody());
        var a = await call.AnsweredAsync(caller.Offer(SdpDirection.SendRecv));

        Assert.Equal(IPAddress.IPv6Loopback, a.EdgeRtp.Address);
        await Eventually.TrueAsync(() => caller.Audio.PacketsHeard > 0, "the agent is heard");
        Assert.Equal(200, (await a.ByeAsync()).Status);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Address_of_a_family_without_media_is_refused_with_a_warning_and_a_call_that_stands_goes_on()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        using var elsewhere = new AudioEnd(IPAddress.IPv6Loopback);

        var refused = await caller.Call(edge.Sip, "2000", change: invite =>
            invite.SetBody(SdpSession.ContentType, caller.Offer(SdpDirection.SendRecv, audio: elsewhere).ToBytes())).FinalAsync();
        Assert.Equal((488, CallOutcome.NotAcceptable), (refused.Status, (await edge.CdrAsync()).Outcome));
        Assert.StartsWith("301 127.0.0.1 \"Incompatible network address formats", refused.Headers["Warning"], StringComparison.Ordinal);

        var a = await caller.Call(edge.Sip, "2000").AnsweredAsync();
        var moved = await a.ReinviteAsync(caller.Offer(SdpDirection.SendRecv, 2, elsewhere));
        Assert.Equal(488, moved.Status);
        Assert.StartsWith("301 ", moved.Headers["Warning"], StringComparison.Ordinal);
        Assert.Equal(200, (await a.ByeAsync()).Status);
        await edge.NothingLeaksAsync();
    }

    [Theory]
    [InlineData("m=audio 4000 RTP/AVP 18\r\n", "305 ")]
    [InlineData("m=audio 4000 RTP/SAVP 0\r\n", "302 ")]
    [InlineData("m=video 4000 RTP/AVP 96\r\n", "304 ")]
    public async Task Refusal_of_an_offer_says_what_was_wrong_with_it(string stream, string warning)
    {
        await using var edge = await TestEdge.StartAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);

        var refused = await caller.Call(edge.Sip, "2000", change: invite => invite.SetBody(SdpSession.ContentType,
            Encoding.UTF8.GetBytes($"v=0\r\no=- 1 1 IN IP4 127.0.0.2\r\ns=-\r\nc=IN IP4 127.0.0.2\r\nt=0 0\r\n{stream}"))).FinalAsync();

        Assert.Equal(488, refused.Status);
        Assert.StartsWith(warning, refused.Headers["Warning"], StringComparison.Ordinal);
    }

    private static Task<TestEdge> StartAsync() => TestEdge.StartAsync(null, ("Edge:Sip:Listeners:0:Transport", "udp"), ("Edge:Sip:Listeners:0:Bind", "[::1]:0"), ("Edge:Rtp:Ipv6:Bind", Ipv6));

    private static SipFlow Way(TestEdge edge, string address) =>
        edge.Runtime.SipFlows.First(flow => flow.Remote.AddressFamily == IPAddress.Parse(address).AddressFamily);

    private static async Task<TestPhone> RegisteredAsync(TestEdge edge, string address, string extension)
    {
        var phone = new TestPhone(address);
        Assert.Equal(200, (await phone.RegisterAsync(Way(edge, address), extension, TestEdge.Password, TestEdge.Domain)).Status);
        return phone;
    }

    private static Task HearEachOtherAsync(TestDialog a, TestDialog b)
    {
        a.Phone.Audio.Sing(a.EdgeRtp, 440);
        b.Phone.Audio.Sing(b.EdgeRtp, 1760);
        return Eventually.TrueAsync(() => b.Phone.Audio.Hears(440) && a.Phone.Audio.Hears(1760), "both hear each other");
    }
}
