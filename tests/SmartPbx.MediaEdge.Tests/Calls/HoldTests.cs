using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Tests.Calls;

/// <summary>Hold and resume, and what the held person hears.</summary>
public class HoldTests
{
    [Theory]
    [InlineData("sendonly", true)]
    [InlineData("inactive", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("sendonly", false)]
    [InlineData("inactive", false)]
    public async Task Held_person_hears_music_until_the_holder_resumes(string how, bool callerHolds)
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);
        var (holder, held) = callerHolds ? (a, b) : (b, a);

        Assert.Equal(200, (await holder.ReinviteAsync(Hold(holder.Phone, how))).Status);
        var passed = await held.Phone.RequestAsync(SipMethod.Invite);
        Assert.Equal(SdpDirection.SendOnly, passed.Request.Direction());
        held.Phone.Answer(passed);
        await Eventually.TrueAsync(() => held.Phone.Audio.HearsSomething, "music plays");

        Assert.Equal(200, (await holder.ReinviteAsync(holder.Phone.Offer(SdpDirection.SendRecv, 3))).Status);
        var resumed = await held.Phone.RequestAsync(SipMethod.Invite);
        Assert.Equal(SdpDirection.SendRecv, resumed.Request.Direction());
        held.Phone.Answer(resumed);
        holder.Phone.Audio.Sing(holder.EdgeRtp, 440);
        held.Phone.Audio.Sing(held.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => held.Phone.Audio.Hears(440) && holder.Phone.Audio.Hears(1760), "both hear each other again");
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Music_of_the_holder_itself_is_relayed()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, _) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(200, (await a.ReinviteAsync(Hold(caller, "sendonly"))).Status);
        callee.Answer(await callee.RequestAsync(SipMethod.Invite));
        await Eventually.TrueAsync(() => callee.Audio.HearsSomething, "our music plays while it sends none");
        caller.Audio.Sing(a.EdgeRtp, 440);
        await Eventually.TrueAsync(() => callee.Audio.Hears(440), "its own music takes over");
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Person_who_refuses_to_be_held_hears_music_all_the_same()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, _) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(200, (await a.ReinviteAsync(Hold(caller, "inactive"))).Status);
        (await callee.RequestAsync(SipMethod.Invite)).Respond(488);
        await Eventually.TrueAsync(() => callee.Audio.HearsSomething, "music plays");
        Assert.Equal(200, (await a.ReinviteAsync(caller.Offer(SdpDirection.SendRecv, 3))).Status);
        caller.Audio.Sing(a.EdgeRtp, 440);
        await Eventually.TrueAsync(() => callee.Audio.Hears(440), "the callee hears the caller again");
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Both_may_hold_and_resume_in_any_order()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        await a.UpdateAsync(Hold(caller, "sendonly"));
        callee.Answer(await callee.RequestAsync(SipMethod.Invite));
        Assert.Equal(SdpDirection.Inactive, (await b.UpdateAsync(Hold(callee, "sendonly"))).Direction());
        AnswerHolding(caller, await caller.RequestAsync(SipMethod.Invite));
        Assert.Equal(SdpDirection.SendOnly, (await b.UpdateAsync(callee.Offer(SdpDirection.SendRecv, 4))).Direction());
        AnswerHolding(caller, await caller.RequestAsync(SipMethod.Invite));
        await a.UpdateAsync(caller.Offer(SdpDirection.SendRecv, 5));
        var resumed = await callee.RequestAsync(SipMethod.Invite);
        Assert.Equal(SdpDirection.SendRecv, resumed.Request.Direction());
        callee.Answer(resumed);
        caller.Audio.Sing(a.EdgeRtp, 440);
        callee.Audio.Sing(b.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => callee.Audio.Hears(440) && caller.Audio.Hears(1760), "both hear each other again");
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    private static void AnswerHolding(TestPhone phone, ServerTransaction invite) =>
        phone.Answer(invite, ok => ok.SetBody(SdpSession.ContentType, phone.AnswerTo(invite.Request, SdpDirection.SendOnly).ToBytes()));

    private static SdpSession Hold(TestPhone phone, string how) => how switch
    {
        "sendonly" => phone.Offer(SdpDirection.SendOnly, 2),
        "inactive" => phone.Offer(SdpDirection.Inactive, 2),
        _ => phone.Offer(SdpDirection.SendRecv, 2) with { Connection = how },
    };
}
