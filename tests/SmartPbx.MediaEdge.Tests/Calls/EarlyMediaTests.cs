using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Tests.Calls;

/// <summary>RFC 3262 on leg B, and the early media that comes with it.</summary>
public class EarlyMediaTests
{
    [Fact]
    public async Task Caller_hears_the_notice_and_then_the_audio_of_the_phone_that_rings()
    {
        await using var scene = await RingingCall.StartAsync();
        var (_, callee, caller, _, invite) = scene;
        Assert.Contains("100rel", invite.Request.Headers["Supported"], StringComparison.Ordinal);
        callee.AnswerTo(invite.Request, out var edgeRtp);
        invite.RespondReliably(callee, 183, 1, withAudio: true);
        Assert.Equal(invite.Request.CSeq, (await callee.TakePrackAsync()).CSeq);
        callee.Audio.Sing(edgeRtp, 1760);

        await Eventually.TrueAsync(() => caller.Audio.Hears(1000), "the notice has its say");
        await Eventually.TrueAsync(() => caller.Audio.Hears(1760), "the phone's early media follows");
        await scene.GiveUpAsync();
    }

    [Fact]
    public async Task Reliable_answers_are_acknowledged_once_and_in_order()
    {
        await using var scene = await RingingCall.StartAsync();
        var (_, callee, _, _, invite) = scene;

        invite.RespondReliably(callee, 180, 5);
        Assert.Equal(5u, (await callee.TakePrackAsync()).Sequence);
        invite.RespondReliably(callee, 180, 5); // a repetition
        invite.RespondReliably(callee, 180, 7); // has overtaken 6
        invite.RespondReliably(callee, 180, 6);
        Assert.Equal(6u, (await callee.TakePrackAsync()).Sequence);
        invite.RespondReliably(callee, 180, 7);
        Assert.Equal(7u, (await callee.TakePrackAsync()).Sequence);
        await scene.GiveUpAsync();
    }

    [Fact]
    public async Task Dialogs_of_a_fork_behind_the_phone_are_acknowledged_each_in_its_own()
    {
        await using var scene = await RingingCall.StartAsync();
        var (_, callee, _, _, invite) = scene;

        invite.RespondReliably(callee, 180, 1, "first");
        invite.RespondReliably(callee, 180, 9, "second");
        var pracks = new[] { await callee.RequestAsync(SipMethod.Prack), await callee.RequestAsync(SipMethod.Prack) };
        Assert.Equal([("first", "1 1 INVITE"), ("second", "9 1 INVITE")],
            pracks.Select(p => (p.Request.To.Tag!, p.Request.Headers["RAck"]!)).Order());
        foreach (var prack in pracks) prack.Respond(200);
        await scene.GiveUpAsync();
    }

    [Fact]
    public async Task Answer_in_a_reliable_183_stands_and_the_200_needs_none()
    {
        await using var scene = await RingingCall.StartAsync();
        var (edge, callee, caller, call, invite) = scene;
        callee.AnswerTo(invite.Request, out var edgeRtp);
        invite.RespondReliably(callee, 183, 1, withAudio: true);
        await callee.TakePrackAsync();
        callee.Answer(invite, ok => ok.ClearBody());
        var a = await call.AnsweredAsync();

        callee.Audio.Sing(edgeRtp, 1760);
        caller.Audio.Sing(a.EdgeRtp, 440);
        await Eventually.TrueAsync(() => caller.Audio.Hears(1760) && callee.Audio.Hears(440), "both hear each other");
        Assert.Equal(200, (await a.ByeAsync()).Status);
        var bye = await callee.RequestAsync(SipMethod.Bye);
        Assert.Equal(3u, bye.Request.CSeq.Number); // after INVITE and PRACK: one dialog
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Phone_that_gives_up_takes_its_early_media_with_it()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var other = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000");
        (await other.RequestAsync(SipMethod.Invite)).Respond(180);
        var invite = await callee.RequestAsync(SipMethod.Invite);
        SingEarly(callee, invite);
        await Eventually.TrueAsync(() => caller.Audio.Hears(1760), "its early media is heard without 100rel too");
        invite.Respond(486);

        await Eventually.TrueAsync(() => caller.Audio.Hears(440, 480), "ringback is heard again");
        call.Cancel();
        Assert.Equal(487, (await call.FinalAsync()).Status);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Without_a_notice_the_callers_own_phone_rings_when_the_other_does_and_no_audio_is_sent()
    {
        await using var scene = await RingingCall.StartAsync(WithoutNotice);
        var (edge, callee, caller, call, invite) = scene;
        invite.Respond(180);
        var ringing = await call.ResponseAsync(180);

        Assert.True(ringing.Body.IsEmpty);
        Assert.True(await call.StaysSilentAsync(TimeSpan.FromMilliseconds(200)));
        Assert.Equal(0, caller.Audio.PacketsHeard);
        callee.Answer(invite);
        await (await call.AnsweredAsync()).ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Early_media_that_comes_after_the_ringing_is_announced_with_a_183()
    {
        await using var scene = await RingingCall.StartAsync(WithoutNotice);
        var (_, callee, caller, call, invite) = scene;
        invite.Respond(180);
        await call.ResponseAsync(180);
        SingEarly(callee, invite);

        Assert.False((await call.ResponseAsync(183)).Body.IsEmpty);
        await Eventually.TrueAsync(() => caller.Audio.Hears(1760), "the phone's early media is heard");
        await scene.GiveUpAsync();
    }

    [Fact]
    public async Task Caller_is_told_every_minute_that_it_still_rings()
    {
        var clock = new SkippingClock();
        await using var scene = await RingingCall.StartAsync(edge =>
        {
            edge.Clock = clock;
            WithoutNotice(edge);
        }, ("Edge:Rtp:TimeoutSeconds", "86400"));
        var (_, _, _, call, invite) = scene;
        invite.Respond(180);
        await call.ResponseAsync(180);
        for (var minute = 0; minute < 2; minute++)
        {
            clock.Skip(TimeSpan.FromSeconds(60));
            await call.ResponseAsync(180);
        }
        await scene.GiveUpAsync();
    }

    /// <summary>183 with the phone's audio, and a tone.</summary>
    private static void SingEarly(TestPhone phone, ServerTransaction invite)
    {
        var progress = invite.CreateResponse(183);
        progress.SetBody(SdpSession.ContentType, phone.AnswerTo(invite.Request, out var edgeRtp).ToBytes());
        invite.Respond(progress);
        phone.Audio.Sing(edgeRtp, 1760);
    }

    private static void WithoutNotice(TestEdge edge) =>
        edge.Put(new PhoneNumber { TenantId = TestEdge.Demo, Number = "1000", RingExtension = "1008", NoAnswerSeconds = 180, RecordingNotice = false });
}
