using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Tests.Calls;

/// <summary>RFC 4028 on both legs, half an hour in a moment.</summary>
public class SessionTimerTests
{
    private const string UpdateAllowed = "INVITE, ACK, BYE, CANCEL, UPDATE";

    [Fact]
    public async Task Caller_that_asks_for_too_short_a_session_is_told_the_least()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);

        var refused = await caller.Call(edge.Sip, "2000", change: Timer("60")).FinalAsync();
        Assert.Equal((422, "90"), (refused.Status, refused.Headers["Min-SE"]));
    }

    [Theory]
    [InlineData("120", "120;refresher=uas", "timer")]
    [InlineData("120;refresher=uac", "120;refresher=uac", "timer")]
    [InlineData("7200;refresher=uas", "1800;refresher=uas", "timer")]
    [InlineData(null, "1800;refresher=uas", "timer")]
    public async Task Interval_and_refresher_are_agreed_with_the_caller(string? asked, string agreed, string required)
    {
        await using var edge = await TestEdge.StartAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "2000", change: Timer(asked));
        var ok = await call.ResponseAsync(200);
        var a = call.Early(caller, edge, ok);
        caller.Stack.SendAck(a.Dialog.CreateAck(call.Invite), edge.Sip);

        Assert.Equal((agreed, required), (ok.Headers["Session-Expires"], ok.Headers["Require"]));
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Caller_without_timers_is_not_bothered_with_headers()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "2000");
        var ok = await call.ResponseAsync(200);
        caller.Stack.SendAck(call.Early(caller, edge, ok).Dialog.CreateAck(call.Invite), edge.Sip);

        Assert.False(ok.Headers.Has("Session-Expires") || ok.Headers.Has("Require"));
        await call.Early(caller, edge, ok).ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task We_refresh_with_update_where_it_is_allowed_and_with_a_reinvite_elsewhere()
    {
        var clock = new SkippingClock();
        await using var edge = await StartAsync(clock);
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgeAsync(edge, caller, callee, invite => Timer("1800;refresher=uas")(invite), Session("1800;refresher=uac"));
        for (var i = 0; i < 2; i++)
        {
            clock.Skip(TimeSpan.FromSeconds(901));
            var update = await caller.RequestAsync(SipMethod.Update);
            Assert.Equal(("1800;refresher=uac", true), (update.Request.Headers["Session-Expires"], update.Request.Body.IsEmpty));
            Agree(update, "1800;refresher=uac");
            var invite = await callee.RequestAsync(SipMethod.Invite);
            Assert.Equal("1800;refresher=uac", invite.Request.Headers["Session-Expires"]);
            callee.Answer(invite, Session("1800;refresher=uac"));
            await Eventually.TrueAsync(() => callee.Acks == i + 2, "the refresh is acknowledged");
            Assert.Equal(200, (await a.SendAsync(SipMethod.Options)).Status);
        }
        Assert.Equal(200, (await a.ByeAsync()).Status);
        Assert.Equal(SipMethod.Bye, (await b.Phone.RequestAsync(SipMethod.Bye)).Request.Method);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Session_that_the_peer_does_not_refresh_ends_with_bye()
    {
        var clock = new SkippingClock();
        await using var edge = await StartAsync(clock);
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, _) = await BridgeAsync(edge, caller, callee, Timer("1800;refresher=uac"), null);

        var refreshes = 0; // of ours, to the phone that knows no timers
        callee.Script = asked =>
        {
            if (asked.Request.Method != SipMethod.Invite) return false;
            callee.Answer(asked);
            refreshes++;
            return true;
        };
        for (var round = 1; round <= 2; round++)
        {
            clock.Skip(TimeSpan.FromSeconds(1_700));
            await Eventually.TrueAsync(() => refreshes == round, "the callee is asked whether it is there");
            Assert.Equal(200, (await a.SendAsync(SipMethod.Options)).Status); // its answer has been read by now
            Assert.Equal(200, (await a.SendAsync(SipMethod.Update, Timer("1800;refresher=uac"))).Status); // in time
        }
        clock.Skip(TimeSpan.FromSeconds(1_770)); // 32 s before the end
        var bye = await caller.RequestAsync(SipMethod.Bye);
        Assert.Contains("session_expired", bye.Request.Headers["Reason"], StringComparison.Ordinal);
        await callee.RequestAsync(SipMethod.Bye);
        Assert.Equal(CallOutcome.SessionExpired, (await edge.CdrAsync()).Outcome);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Refresh_that_finds_the_peer_gone_ends_the_call()
    {
        var clock = new SkippingClock();
        await using var edge = await StartAsync(clock);
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        await BridgeAsync(edge, caller, callee, invite => invite.Headers.Set("Allow", UpdateAllowed), null);

        clock.Skip(TimeSpan.FromSeconds(901)); // the caller knows no timers, so we look after it
        (await caller.RequestAsync(SipMethod.Update)).Respond(481);
        await callee.RequestAsync(SipMethod.Bye);
        await edge.CdrAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Refused_refresh_is_tried_again_another_way()
    {
        var clock = new SkippingClock();
        await using var edge = await StartAsync(clock);
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, _) = await BridgeAsync(edge, caller, callee, Timer("1800;refresher=uas"), null);

        clock.Skip(TimeSpan.FromSeconds(901));
        (await caller.RequestAsync(SipMethod.Update)).Respond(405);
        caller.Answer(await caller.RequestAsync(SipMethod.Invite), Session("1800;refresher=uac"));
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Phone_that_wants_a_longer_session_is_asked_again()
    {
        await using var edge = await TestEdge.StartAsync(null, ("Edge:Sip:SessionExpiresSeconds", "120"));
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000");
        var first = await callee.RequestAsync(SipMethod.Invite);
        Assert.Equal(("120", "90"), (first.Request.Headers["Session-Expires"], first.Request.Headers["Min-SE"]));
        var tooSmall = first.CreateResponse(422);
        tooSmall.Headers.Set("Min-SE", "600");
        first.Respond(tooSmall);

        var second = await callee.RequestAsync(SipMethod.Invite);
        Assert.Equal((first.Request.CallId, 2u, "600", "600"),
            (second.Request.CallId, second.Request.CSeq.Number, second.Request.Headers["Session-Expires"], second.Request.Headers["Min-SE"]));
        var b = callee.Answer(second, Session("600;refresher=uas"));
        var a = await call.AnsweredAsync();
        callee.Audio.Sing(b.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => caller.Audio.Hears(1760), "the call is bridged");
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Refresh_by_a_reinvite_of_the_peer_changes_nothing_else()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, _) = await BridgeAsync(edge, caller, callee, Timer("1800;refresher=uac"), null);

        Assert.Equal(422, (await a.SendAsync(SipMethod.Update, Timer("30"))).Status);
        var ok = await a.SendAsync(SipMethod.Update, Timer("900;refresher=uac"));
        Assert.Equal((200, "900;refresher=uac"), (ok.Status, ok.Headers["Session-Expires"]));
        Assert.Equal(200, (await a.ReinviteAsync(caller.Offer(SdpDirection.SendRecv))).Status);
        await a.ByeAsync();
        Assert.Equal(SipMethod.Bye, (await callee.AnyRequestAsync()).Request.Method);
        await edge.NothingLeaksAsync();
    }

    private static Task<TestEdge> StartAsync(SkippingClock clock) => TestEdge.StartAsync(e => e.Clock = clock, ("Edge:Rtp:TimeoutSeconds", "86400"));

    private static async Task<(TestDialog A, TestDialog B)> BridgeAsync(TestEdge edge, TestPhone caller, TestPhone callee, Action<SipRequest> ask, Action<SipResponse>? agree)
    {
        var call = caller.Call(edge.Sip, "1000", change: ask);
        await call.ResponseAsync(183);
        var b = callee.Answer(await callee.RequestAsync(SipMethod.Invite), agree);
        var a = await call.AnsweredAsync();
        caller.Audio.Sing(a.EdgeRtp, 440);
        callee.Audio.Sing(b.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => callee.Audio.Hears(440) && caller.Audio.Hears(1760), "both hear each other");
        Assert.Equal(200, (await a.SendAsync(SipMethod.Options)).Status); // whatever was sent before has been read by now
        return (a, b);
    }

    private static Action<SipRequest> Timer(string? expires) => request =>
    {
        request.Headers.Set("Supported", "timer");
        request.Headers.Set("Allow", UpdateAllowed);
        if (expires is not null) request.Headers.Set("Session-Expires", expires);
    };

    private static Action<SipResponse> Session(string expires) => response =>
    {
        response.Headers.Set("Require", "timer");
        response.Headers.Set("Session-Expires", expires);
    };

    private static void Agree(Sip.Transactions.ServerTransaction refresh, string expires)
    {
        var ok = refresh.CreateResponse(200);
        Session(expires)(ok);
        refresh.Respond(ok);
    }
}
