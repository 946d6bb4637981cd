using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Tests.Calls;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Transfers;

public class TakeOverTests
{
    [Fact]
    public async Task Another_phone_takes_the_place_of_the_callee()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var other = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        var call = await other.CallAsPhoneAsync(edge.Sip, "1008", "1011", invite => invite.Headers.Set("Replaces", b.Replacing()));
        var c = await call.AnsweredAsync();
        await callee.RequestAsync(SipMethod.Bye);

        caller.Audio.Sing(a.EdgeRtp, 700);
        other.Audio.Sing(c.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => other.Audio.Hears(700) && caller.Audio.Hears(1760), "they hear each other");
        Assert.Equal(200, (await c.ByeAsync()).Status);
        await caller.RequestAsync(SipMethod.Bye);
        var cdr = await edge.CdrAsync();
        Assert.Equal((TransferKind.TakeOver, "b1", "r1"), (cdr.Transfers[0].Kind, cdr.Transfers[0].By, cdr.Transfers[0].Leg));
        await edge.NothingLeaksAsync();
        Assert.Single(edge.Cdrs());
    }

    [Fact]
    public async Task Another_phone_picks_up_what_rings()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var other = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000", change: invite => invite.ClearBody());
        await call.ResponseAsync(180);
        var ringing = await callee.RequestAsync(SipMethod.Invite);
        ringing.Respond(180);

        var pickup = await PickUpAsync(edge, other, ringing, earlyOnly: true);
        var c = await pickup.AnsweredAsync();
        var a = await call.AnsweredAsync(caller.Offer(Sip.Sdp.SdpDirection.SendRecv));
        await Eventually.TrueAsync(() => callee.Cancelled.Count == 1, "the phone stops ringing");
        Assert.Contains("Call completed elsewhere", callee.Cancels[0], StringComparison.Ordinal);

        caller.Audio.Sing(a.EdgeRtp, 700);
        other.Audio.Sing(c.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => other.Audio.Hears(700) && caller.Audio.Hears(1760), "they hear each other");
        await a.ByeAsync();
        await other.RequestAsync(SipMethod.Bye);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task What_may_not_be_replaced_stays()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var other = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(486, await StatusAsync(b.Replacing() + ";early-only")); // it is answered
        Assert.Equal(481, await StatusAsync("nowhere;to-tag=1;from-tag=2"));
        Assert.Equal(481, await StatusAsync(b.Replacing().Replace("from-tag=", "from-tag=x", StringComparison.Ordinal)));
        Assert.Equal(400, await StatusAsync("nowhere;to-tag=1"));
        Assert.Equal(400, await StatusAsync(b.Replacing(), b.Replacing()));
        Assert.Equal(488, (await (await other.CallAsPhoneAsync(edge.Sip, "1008", "1011", invite =>
        {
            invite.Headers.Set("Replaces", b.Replacing());
            invite.SetBody("application/sdp", "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 96\r\na=rtpmap:96 speex/8000\r\n"u8.ToArray());
        })).FinalAsync()).Status);

        await a.ByeAsync();
        await edge.NothingLeaksAsync();
        Assert.Equal(603, await StatusAsync(b.Replacing())); // it was here, and is over
        Assert.Equal(603, await StatusAsync(a.Replacing()));

        async Task<int> StatusAsync(params string[] replaces) => (await (await other.CallAsPhoneAsync(edge.Sip, "1008", "1011", invite =>
        {
            foreach (var value in replaces) invite.Headers.Add("Replaces", value);
        })).FinalAsync()).Status;
    }

    [Fact]
    public async Task Early_dialog_of_the_caller_is_not_replaced()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var other = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000");
        var progress = await call.ResponseAsync(183);

        var answer = await (await other.CallAsPhoneAsync(edge.Sip, "1008", "1011",
            invite => invite.Headers.Set("Replaces", $"{progress.CallId};to-tag={progress.To.Tag};from-tag={progress.From.Tag}"))).FinalAsync();

        Assert.Equal(481, answer.Status);
        call.Cancel();
        Assert.Equal(487, (await call.FinalAsync()).Status);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Dialog_of_another_tenant_does_not_exist()
    {
        await using var edge = await TestEdge.StartAsync(e =>
        {
            e.Put(new Tenant { TenantId = new("other"), Name = "Other", SipDomain = "other.example" });
            e.Put(new Trunk { TenantId = new("other"), Name = "theirs", SourceAddresses = ["127.0.0.3/32"] });
        });
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var stranger = new TestPhone("127.0.0.3");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(481, (await stranger.Call(edge.Sip, "1008", change: invite => invite.Headers.Set("Replaces", b.Replacing())).FinalAsync()).Status);
        Assert.Equal(481, (await stranger.Call(edge.Sip, "1008", change: invite => invite.Headers.Set("Replaces", a.Replacing())).FinalAsync()).Status);
        // Nor has the carrier of the same tenant a say in the phone's leg.
        Assert.Equal(481, (await caller.Call(edge.Sip, "1008", change: invite => invite.Headers.Set("Replaces", b.Replacing())).FinalAsync()).Status);

        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    private static Task<TestCall> PickUpAsync(TestEdge edge, TestPhone other, Sip.Transactions.ServerTransaction ringing, bool earlyOnly) =>
        other.CallAsPhoneAsync(edge.Sip, "1008", "1011", invite => invite.Headers.Set("Replaces",
            $"{ringing.Request.CallId};to-tag={ringing.Request.From.Tag};from-tag={ringing.LocalTag}{(earlyOnly ? ";early-only" : "")}"));
}
