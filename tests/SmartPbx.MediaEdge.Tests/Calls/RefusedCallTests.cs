using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Authentication;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Calls;

public class RefusedCallTests
{
    [Fact]
    public async Task Unknown_number_is_404_with_a_record()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);

        Assert.Equal(404, (await caller.Call(edge.Sip, "9999").FinalAsync()).Status);
        Assert.Equal(CallOutcome.UnknownNumber, (await edge.CdrAsync()).Outcome);
        await Eventually.TrueAsync(() => edge.Bus.Of("call.failed").Any(), "call.failed is published");
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Unknown_source_is_left_in_silence_and_counted()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var stranger = new TestPhone("127.0.0.3");

        Assert.True(await stranger.Call(edge.Sip, "1000").StaysSilentAsync(TimeSpan.FromMilliseconds(300)));
        Assert.Contains("smartpbx_sip_ignored_total{what=\"invite\"}", edge.Get<MediaEdge.Health.PrometheusWriter>().Write(), StringComparison.Ordinal);
        Assert.Empty(edge.Cdrs());
    }

    [Fact]
    public async Task Unknown_source_gets_403_when_so_configured_but_not_in_a_flood()
    {
        await using var edge = await TestEdge.StartAsync(null, ("Edge:AnswerUnknownSources", "true"), ("Edge:Limits:UnknownSourceInvitesPerSecond", "1"));
        await using var stranger = new TestPhone("127.0.0.3");

        Assert.Equal(403, (await stranger.Call(edge.Sip, "1000").FinalAsync()).Status);
        Assert.True(await stranger.Call(edge.Sip, "1000").StaysSilentAsync(TimeSpan.FromMilliseconds(200)));
    }

    [Fact]
    public async Task No_free_ports_is_503_with_retry_after_and_the_live_call_goes_on()
    {
        await using var edge = await TestEdge.StartAsync(null, ("Edge:Rtp:FirstPort", "11990"), ("Edge:Rtp:LastPort", "11994"));
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        var refused = await caller.Call(edge.Sip, "2000").FinalAsync();
        Assert.Equal((503, "5"), (refused.Status, refused.Headers["Retry-After"]));
        callee.Audio.Sing(b.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => caller.Audio.Hears(1760), "the live call goes on");
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Trunk_over_its_channels_is_503()
    {
        await using var edge = await TestEdge.StartAsync(e => e.Put(new Trunk { TenantId = TestEdge.Demo, Name = "carrier", SourceAddresses = [TestEdge.TrunkAddress], MaxChannels = 1 }));
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var a = await caller.Call(edge.Sip, "2000").AnsweredAsync();

        var refused = await caller.Call(edge.Sip, "2000").FinalAsync();
        Assert.Equal((503, "5"), (refused.Status, refused.Headers["Retry-After"]));
        await a.ByeAsync();
        await Eventually.TrueAsync(() => edge.Cdrs().Count == 2, "both calls are recorded");
        Assert.Single(edge.Cdrs(), c => c.Outcome == CallOutcome.Overloaded);
        await edge.NothingLeaksAsync();
        await (await caller.Call(edge.Sip, "2000").AnsweredAsync()).ByeAsync();
    }

    [Fact]
    public async Task Offer_without_a_common_codec_is_488()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "2000", change: invite => invite.SetBody("application/sdp",
            System.Text.Encoding.ASCII.GetBytes("v=0\r\no=- 1 1 IN IP4 127.0.0.2\r\ns=-\r\nc=IN IP4 127.0.0.2\r\nt=0 0\r\nm=audio 4000 RTP/AVP 18\r\n")));

        Assert.Equal(488, (await call.FinalAsync()).Status);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Required_extension_that_we_lack_is_420()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);

        var refused = await caller.Call(edge.Sip, "2000", change: invite => invite.Headers.Set("Require", "100rel, teleport")).FinalAsync();
        Assert.Equal((420, "teleport"), (refused.Status, refused.Headers["Unsupported"]));
    }

    [Fact]
    public async Task Cancel_before_the_answer_is_487_and_cancels_leg_b()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000");
        (await callee.RequestAsync(SipMethod.Invite)).Respond(180);
        await call.ResponseAsync(183);
        call.Cancel();

        Assert.Equal(487, (await call.FinalAsync()).Status);
        await Eventually.TrueAsync(() => callee.Cancelled.Count == 1, "leg B is cancelled");
        var cdr = await edge.CdrAsync();
        Assert.Equal((CallOutcome.Cancelled, 0), (cdr.Outcome, cdr.DurationMs));
        await edge.NothingLeaksAsync();
        Assert.Empty(edge.Blobs.Files);
        Assert.Empty(System.IO.Directory.GetFiles(Path.Combine(edge.Folder, "recordings")));
    }

    [Fact]
    public async Task Phone_calls_its_own_tenant_after_digest()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var phone = await edge.RegisteredPhoneAsync();
        var client = new DigestClient("1008", TestEdge.Password, Sip.SipTokens.Random);
        var first = phone.Call(edge.Sip, "2000", "1008", TestEdge.Domain);
        var challenge = await first.FinalAsync();
        Assert.Equal(401, challenge.Status);

        var a = await phone.Call(edge.Sip, "2000", "1008", TestEdge.Domain, invite => Assert.True(client.TryAuthorize(invite, challenge))).AnsweredAsync();
        await a.ByeAsync();
        Assert.Equal("1008", (await edge.CdrAsync()).Caller);
    }

    [Fact]
    public async Task Phone_with_a_wrong_password_is_403_and_makes_no_record()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var phone = await edge.RegisteredPhoneAsync();
        var client = new DigestClient("1008", "wrong", Sip.SipTokens.Random);
        var challenge = await phone.Call(edge.Sip, "2000", "1008", TestEdge.Domain).FinalAsync();

        var refused = await phone.Call(edge.Sip, "2000", "1008", TestEdge.Domain, invite => client.TryAuthorize(invite, challenge)).FinalAsync();
        Assert.Equal(403, refused.Status);
        Assert.Empty(edge.Cdrs());
    }

    [Fact]
    public async Task Request_of_an_unknown_dialog_is_481()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var bye = caller.Out(SipMethod.Bye, edge.Sip, "5551000", "trunk.example", "1000");
        bye.To = bye.To.WithTag("gone");

        Assert.Equal(481, (await caller.SendAsync(bye, edge.Sip)).Status);
    }
}
