using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Tests.Calls;

/// <summary>RFC 3262 on leg A: our provisional answers.</summary>
public class ReliableProgressTests
{
    [Theory]
    [InlineData("Supported")]
    [InlineData("Require")]
    public async Task Progress_is_repeated_until_its_prack_and_the_200_waits_for_it(string header)
    {
        await using var edge = await TestEdge.StartAsync(null, ("Edge:Sip:T1Ms", "100"));
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000", change: invite => invite.Headers.Set(header, "100rel"));
        var progress = await call.ResponseAsync(183);
        Assert.Equal("100rel", progress.Headers["Require"]);
        callee.Answer(await callee.RequestAsync(SipMethod.Invite));
        var again = await call.ResponseAsync(183);
        Assert.Equal(progress.Headers["RSeq"], again.Headers["RSeq"]);

        var a = call.Early(caller, edge, progress);
        Assert.Equal(200, (await a.PrackAsync(progress)).Status);
        await a.ConfirmedAsync(call);
        Assert.Equal(200, (await a.ByeAsync()).Status);
        Assert.Equal(CallOutcome.CallerHungUp, (await edge.CdrAsync()).Outcome);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Caller_that_does_not_know_100rel_is_answered_as_ever()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000");

        var progress = await call.ResponseAsync(183);
        Assert.False(progress.Headers.Has("RSeq") || progress.Headers.Has("Require"));
        call.Cancel();
        Assert.Equal(487, (await call.FinalAsync()).Status);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Prack_that_acknowledges_nothing_is_481_and_changes_nothing()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (call, progress, a) = await RingAsync(edge, caller);

        Assert.Equal(481, (await a.SendAsync(SipMethod.Prack, prack => prack.Headers.Set("RAck", $"1 {progress.CSeq}"))).Status);
        Assert.Equal(481, (await a.SendAsync(SipMethod.Prack)).Status);
        Assert.Equal(200, (await a.PrackAsync(progress)).Status);
        Assert.Equal(481, (await a.PrackAsync(progress)).Status);
        callee.Answer(await callee.RequestAsync(SipMethod.Invite));
        await a.ConfirmedAsync(call);
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Without_a_prack_the_call_is_refused_with_504()
    {
        await using var edge = await TestEdge.StartAsync(null, ("Edge:Sip:T1Ms", "30"));
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (call, _, _) = await RingAsync(edge, caller);

        Assert.Equal(504, (await call.FinalAsync()).Status);
        var cdr = await edge.CdrAsync();
        Assert.Equal((CallOutcome.NoPrack, 0), (cdr.Outcome, cdr.DurationMs));
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Cancel_before_the_prack_ends_the_call_even_when_the_phone_has_answered()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (call, _, _) = await RingAsync(edge, caller);
        callee.Answer(await callee.RequestAsync(SipMethod.Invite));
        await Eventually.TrueAsync(() => callee.Acks == 1, "the phone has answered");
        call.Cancel();

        Assert.Equal(487, (await call.FinalAsync()).Status);
        await callee.RequestAsync(SipMethod.Bye);
        Assert.Null((await edge.CdrAsync()).AnsweredAt);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task New_offer_in_the_prack_is_answered_in_its_200_and_moves_the_audio()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        using var moved = new AudioEnd(caller.Address);
        var (call, progress, a) = await RingAsync(edge, caller);

        var ok = await a.PrackAsync(progress, prack => prack.SetBody(SdpSession.ContentType, caller.Offer(SdpDirection.SendRecv, 2, moved).ToBytes()));
        Assert.Equal((200, SdpSession.ContentType), (ok.Status, ok.ContentType));
        await Eventually.TrueAsync(() => moved.PacketsHeard > 0, "early media goes where the new offer says");
        callee.Answer(await callee.RequestAsync(SipMethod.Invite));
        Assert.True((await a.ConfirmedAsync(call)).Body.IsEmpty);
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Invite_without_offer_gets_it_in_the_183_and_the_prack_answers()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (call, progress, a) = await RingAsync(edge, caller, invite => invite.ClearBody());
        Assert.Equal(SdpSession.ContentType, progress.ContentType);

        var answer = await a.PrackAsync(progress, prack => prack.SetBody(SdpSession.ContentType, caller.AnswerTo(progress).ToBytes()));
        Assert.Equal(200, answer.Status);
        await Eventually.TrueAsync(() => caller.Audio.Hears(1000), "the notice is heard before the answer");
        var b = callee.Answer(await callee.RequestAsync(SipMethod.Invite));
        Assert.True((await a.ConfirmedAsync(call)).Body.IsEmpty);
        callee.Audio.Sing(b.EdgeRtp, 1760);
        caller.Audio.Sing(a.EdgeRtp, 440);
        await Eventually.TrueAsync(() => caller.Audio.Hears(1760) && callee.Audio.Hears(440), "both hear each other");
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Prack_without_the_answer_that_is_due_ends_the_call_with_488()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (call, progress, a) = await RingAsync(edge, caller, invite => invite.ClearBody());

        Assert.Equal(488, (await a.PrackAsync(progress)).Status);
        Assert.Equal(488, (await call.FinalAsync()).Status);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Invite_without_offer_reaches_the_agent_with_the_answer_in_the_ack()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var a = await caller.Call(edge.Sip, "2000", change: invite => invite.ClearBody()).AnsweredAsync(caller.Offer(SdpDirection.SendRecv));

        await Eventually.TrueAsync(() => caller.Audio.Hears(1000), "the greeting is heard");
        await a.ByeAsync();
        Assert.True((await edge.CdrAsync()).AiHandled);
        await edge.NothingLeaksAsync();
    }

    private static async Task<(TestCall Call, SipResponse Progress, TestDialog A)> RingAsync(TestEdge edge, TestPhone caller, Action<SipRequest>? change = null)
    {
        var call = caller.Call(edge.Sip, "1000", change: invite =>
        {
            invite.Headers.Set("Supported", "100rel");
            change?.Invoke(invite);
        });
        var progress = await call.ResponseAsync(183);
        return (call, progress, call.Early(caller, edge, progress));
    }
}
