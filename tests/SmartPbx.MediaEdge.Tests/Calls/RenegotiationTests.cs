using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Tests.Calls;

/// <summary>re-INVITE and UPDATE of one side and what the other gets to know of it (RFC 3261 §14, RFC 3264 §8, RFC 3311).</summary>
public class RenegotiationTests
{
    [Fact]
    public async Task Changed_address_moves_the_audio_both_ways_and_the_other_side_is_not_asked()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        using var moved = new AudioEnd(caller.Address);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);
        caller.Audio.Sing(a.EdgeRtp, 440);
        callee.Audio.Sing(b.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => callee.Audio.Hears(440) && caller.Audio.Hears(1760), "both hear each other");

        var offer = caller.Offer(SdpDirection.SendRecv, 2, moved);
        caller.Audio.Dispose();
        Assert.Equal(200, (await a.ReinviteAsync(offer)).Status);
        moved.Sing(a.EdgeRtp, 880);
        await Eventually.TrueAsync(() => callee.Audio.Hears(880) && moved.Hears(1760), "the new address is heard and hears");
        await a.ByeAsync();
        Assert.Equal(SipMethod.Bye, (await callee.AnyRequestAsync()).Request.Method);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Changed_codec_is_offered_to_the_other_side_and_its_refusal_changes_nothing()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        var answer = await a.ReinviteAsync(Offer(caller, [SdpCodec.Pcma]));
        Assert.Equal("PCMA", answer.Sdp().Audio!.Codecs[0].Name);
        var passed = await callee.RequestAsync(SipMethod.Invite);
        Assert.Equal(["PCMA", "PCMU"], passed.Request.Sdp().Audio!.Codecs.Take(2).Select(c => c.Name));
        passed.Respond(488);

        callee.Audio.Sing(b.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => caller.Audio.LastPayloadType == 8, "the callee goes on in PCMU, the caller gets PCMA");
        Assert.Equal(200, (await a.ByeAsync()).Status);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Offer_without_a_codec_of_ours_is_488_and_a_broken_one_400_and_the_call_goes_on()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(488, (await a.ReinviteAsync(Offer(caller, [new SdpCodec(18, "G729", 8000)]))).Status);
        Assert.Equal(400, (await a.SendAsync(SipMethod.Update, update => update.SetBody(SdpSession.ContentType, "v=0\r\nm=\r\n"u8.ToArray()))).Status);
        Assert.Equal(420, (await a.SendAsync(SipMethod.Update, update => update.Headers.Set("Require", "timer, teleport"))).Status);
        Assert.Equal(415, (await a.SendAsync(SipMethod.Update, update => update.SetBody("text/plain", "hello"u8.ToArray()))).Status);
        callee.Audio.Sing(b.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => caller.Audio.Hears(1760), "the call goes on as it was");
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Version_of_our_description_rises_by_one_when_it_changes_and_only_then()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, _) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        var same = (await a.ReinviteAsync(caller.Offer(SdpDirection.SendRecv))).Sdp().Origin;
        var again = (await a.ReinviteAsync(caller.Offer(SdpDirection.SendRecv, 2))).Sdp().Origin;
        var held = (await a.ReinviteAsync(caller.Offer(SdpDirection.SendOnly, 3))).Sdp().Origin;
        Assert.Equal((same, same with { Version = same.Version + 1 }), (again, held));
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Added_stream_is_refused_and_stays_in_its_place_in_our_own_offers()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);
        var video = new SdpMedia { Kind = "video", Port = 5000, Protocol = "RTP/AVP", Formats = ["99"] };
        var offer = caller.Offer(SdpDirection.SendRecv, 2);

        var answer = await a.ReinviteAsync(offer with { Media = [.. offer.Media, video] });
        Assert.Equal([("audio", false), ("video", true)], Streams(answer));
        Assert.Equal(200, (await b.ReinviteAsync(callee.Offer(SdpDirection.SendOnly, 3))).Status);
        var passed = await caller.RequestAsync(SipMethod.Invite);
        Assert.Equal([("audio", false), ("video", true)], Streams(passed.Request));
        caller.Answer(passed);
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Requests_that_meet_are_491_and_ours_is_tried_again()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(200, (await b.ReinviteAsync(callee.Offer(SdpDirection.SendOnly, 2))).Status);
        var ours = await caller.RequestAsync(SipMethod.Invite);
        Assert.Equal(491, (await a.ReinviteAsync(caller.Offer(SdpDirection.SendRecv, 2))).Status);
        Assert.Equal(491, (await a.UpdateAsync(caller.Offer(SdpDirection.SendRecv, 2))).Status);
        ours.Respond(491);

        var retried = await caller.RequestAsync(SipMethod.Invite);
        Assert.Equal(SdpDirection.SendOnly, retried.Request.Direction());
        caller.Answer(retried);
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Request_of_ours_that_comes_too_early_is_tried_again_after_the_time_the_peer_names()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        await b.UpdateAsync(callee.Offer(SdpDirection.SendOnly, 2));
        var ours = await caller.RequestAsync(SipMethod.Invite);
        var busy = ours.CreateResponse(500);
        busy.Headers.Set("Retry-After", "0");
        ours.Respond(busy);
        caller.Answer(await caller.RequestAsync(SipMethod.Invite));
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Reinvite_before_the_answer_is_500_with_retry_after()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000");
        var a = call.Early(caller, edge, await call.ResponseAsync(183));

        var refused = await a.ReinviteAsync(caller.Offer(SdpDirection.SendOnly, 2));
        Assert.Equal(500, refused.Status);
        Assert.InRange(int.Parse(refused.Headers["Retry-After"]!, System.Globalization.CultureInfo.InvariantCulture), 0, 10);
        call.Cancel();
        Assert.Equal(487, (await call.FinalAsync()).Status);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Update_before_the_answer_waits_for_the_prack_and_then_moves_the_early_media()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        using var moved = new AudioEnd(caller.Address);
        var call = caller.Call(edge.Sip, "1000", change: invite => invite.Headers.Set("Supported", "100rel"));
        var progress = await call.ResponseAsync(183);
        var a = call.Early(caller, edge, progress);

        Assert.Equal(500, (await a.UpdateAsync(caller.Offer(SdpDirection.SendRecv, 2, moved))).Status);
        Assert.Equal(200, (await a.PrackAsync(progress)).Status);
        Assert.Equal(200, (await a.UpdateAsync(caller.Offer(SdpDirection.SendRecv, 2, moved))).Status);
        await Eventually.TrueAsync(() => moved.PacketsHeard > 0, "early media goes to the new address");
        callee.Answer(await callee.RequestAsync(SipMethod.Invite));
        await a.ConfirmedAsync(call);
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Update_of_a_phone_that_rings_moves_its_audio_when_its_answer_was_acknowledged()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        using var moved = new AudioEnd(callee.Address);
        var call = caller.Call(edge.Sip, "1000");
        var invite = await callee.RequestAsync(SipMethod.Invite);
        callee.AnswerTo(invite.Request, out var edgeRtp);
        var b = new TestDialog(callee, Sip.Dialogs.Dialog.FromUas(invite.Request, invite.RespondReliably(callee, 183, 1, withAudio: true)), edge.Sip, edgeRtp);
        await callee.TakePrackAsync();

        Assert.Equal(200, (await b.UpdateAsync(callee.Offer(SdpDirection.SendRecv, 2, moved))).Status);
        callee.Answer(invite, ok => ok.ClearBody());
        var a = await call.AnsweredAsync();
        caller.Audio.Sing(a.EdgeRtp, 440);
        await Eventually.TrueAsync(() => moved.Hears(440), "the caller is heard at the new address");
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Reinvite_without_offer_gets_ours_and_its_answer_reaches_the_other_side()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        var offer = await b.ReinviteAsync(null, offered => callee.AnswerTo(offered, SdpDirection.SendOnly));
        Assert.Contains("PCMA", offer.Sdp().Audio!.Codecs.Select(c => c.Name));
        var passed = await caller.RequestAsync(SipMethod.Invite);
        Assert.Equal(SdpDirection.SendOnly, passed.Request.Direction());
        caller.Answer(passed);
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Answer_missing_in_the_ack_leaves_the_session_as_it_was()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(200, (await a.ReinviteAsync(null)).Status);
        callee.Audio.Sing(b.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => caller.Audio.Hears(1760), "the call goes on as it was");
        Assert.Equal(200, (await a.ReinviteAsync(caller.Offer(SdpDirection.SendRecv, 2))).Status);
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Lost_ack_of_a_reinvite_ends_the_call()
    {
        await using var edge = await TestEdge.StartAsync(null, ("Edge:Sip:T1Ms", "80"));
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, _) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(200, (await a.ReinviteAsync(caller.Offer(SdpDirection.SendRecv, 2), acknowledge: false)).Status);
        await caller.RequestAsync(SipMethod.Bye);
        Assert.Equal(CallOutcome.NoAck, (await edge.CdrAsync()).Outcome);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Answer_to_our_reinvite_that_crosses_a_bye_is_acknowledged()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        caller.IgnoresCancel = true; // its 200 has crossed that as well
        var (_, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        await b.ReinviteAsync(callee.Offer(SdpDirection.SendOnly, 2));
        var ours = await caller.RequestAsync(SipMethod.Invite);
        Assert.Equal(200, (await b.ByeAsync()).Status);
        await caller.RequestAsync(SipMethod.Bye);
        caller.Answer(ours);
        await Eventually.TrueAsync(() => caller.Acks == 1, "the late 200 is acknowledged");
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Peer_that_knows_the_dialog_no_more_ends_the_call()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, _) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        await a.ReinviteAsync(caller.Offer(SdpDirection.SendOnly, 2));
        (await callee.RequestAsync(SipMethod.Invite)).Respond(481);
        await caller.RequestAsync(SipMethod.Bye);
        Assert.Equal(CallOutcome.CalleeHungUp, (await edge.CdrAsync()).Outcome);
        await edge.NothingLeaksAsync();
    }

    private static List<(string, bool)> Streams(SipMessage message) => [.. message.Sdp().Media.Select(m => (m.Kind, m.Port == 0))];

    private static SdpSession Offer(TestPhone phone, SdpCodec[] codecs) => SdpNegotiation.CreateOffer(new SdpAudioSettings
    {
        Address = phone.Address, RtpPort = phone.Audio.EndPoint.Port, Codecs = codecs, SessionId = 1, SessionVersion = 2,
    });
}
