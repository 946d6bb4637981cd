using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Calls;

public class BridgedCallTests
{
    private const int WindowSamples = 800;

    [Fact]
    public async Task Relays_audio_both_ways_and_records_it_on_its_channels()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgeAsync(edge, caller, callee);

        caller.Audio.Sing(a.EdgeRtp, 440);
        callee.Audio.Sing(b.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => callee.Audio.Hears(440) && caller.Audio.Hears(1760), "both hear each other");
        var (atCallee, atCaller) = (callee.Audio.PacketsHeard, caller.Audio.PacketsHeard);
        await Eventually.TrueAsync(() => callee.Audio.PacketsHeard > atCallee + 25 && caller.Audio.PacketsHeard > atCaller + 25, "they talk for half a second");
        Assert.Equal(200, (await a.ByeAsync()).Status);
        await callee.RequestAsync(SipMethod.Bye);

        var cdr = await edge.CdrAsync();
        Assert.Equal(CallOutcome.CallerHungUp, cdr.Outcome);
        var segment = Assert.Single(cdr.Segments);
        Assert.Equal((CallSegmentKind.Bridged, 0, cdr.DurationMs), (segment.Kind, segment.StartMs, segment.EndMs));
        await Eventually.TrueAsync(() => edge.Bus.Of("call.recording_saved").Any(), "the recording is saved");
        var wav = Assert.Single(edge.Blobs.Files).Value;
        Assert.True(Channel(wav, 0, 440) > 0.2, $"caller on channel 0: {Channel(wav, 0, 440)}");
        Assert.True(Channel(wav, 1, 1760) > 0.2, $"callee on channel 1: {Channel(wav, 1, 1760)}");
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Caller_hears_the_recording_notice_and_ringback_before_the_answer()
    {
        await using var edge = await TestEdge.StartAsync(e => e.Put(new PhoneNumber { TenantId = TestEdge.Demo, Number = "1000", RingExtension = "1008", NoAnswerSeconds = 60 }));
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000");
        await call.ResponseAsync(183);

        await Eventually.TrueAsync(() => caller.Audio.HasHeard(1000), "the notice plays");
        await Eventually.TrueAsync(() => caller.Audio.Hears(440, 480), "ringback follows");
        call.Cancel();
        Assert.Equal(487, (await call.FinalAsync()).Status);
    }

    [Fact]
    public async Task Bye_of_the_callee_ends_leg_a()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (_, b) = await BridgeAsync(edge, caller, callee);

        Assert.Equal(200, (await b.ByeAsync()).Status);
        var bye = await caller.RequestAsync(SipMethod.Bye);

        Assert.Contains("callee_hung_up", bye.Request.Headers["Reason"], StringComparison.Ordinal);
        Assert.Equal(CallOutcome.CalleeHungUp, (await edge.CdrAsync()).Outcome);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Byes_that_cross_make_one_record()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgeAsync(edge, caller, callee);

        var byes = await Task.WhenAll(a.ByeAsync(), b.ByeAsync());

        Assert.All(byes, bye => Assert.Contains(bye.Status, new[] { 200, 481 }));
        await edge.NothingLeaksAsync();
        Assert.Single(edge.Cdrs());
    }

    [Fact]
    public async Task Hold_and_resume_pass_through_both_legs()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, _) = await BridgeAsync(edge, caller, callee);

        var held = await Reinvite(a, caller, Sip.Sdp.SdpDirection.SendOnly, 2);
        Assert.Contains("a=recvonly", Body(held), StringComparison.Ordinal);
        var passed = await callee.RequestAsync(SipMethod.Invite);
        Assert.Contains("a=sendonly", System.Text.Encoding.UTF8.GetString(passed.Request.Body.Span), StringComparison.Ordinal);
        callee.Answer(passed);

        await Reinvite(a, caller, Sip.Sdp.SdpDirection.SendRecv, 3);
        var resumed = await callee.RequestAsync(SipMethod.Invite);
        Assert.DoesNotContain("a=sendonly", System.Text.Encoding.UTF8.GetString(resumed.Request.Body.Span), StringComparison.Ordinal);
        callee.Answer(resumed);
        Assert.Equal(200, (await a.ByeAsync()).Status);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Invite_without_offer_gets_one_in_the_200()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000", change: invite => invite.ClearBody());
        await call.ResponseAsync(180);
        var b = callee.Answer(await callee.RequestAsync(SipMethod.Invite));
        var a = await call.AnsweredAsync(caller.Offer(Sip.Sdp.SdpDirection.SendRecv));

        callee.Audio.Sing(b.EdgeRtp, 1760);
        caller.Audio.Sing(a.EdgeRtp, 440);
        await Eventually.TrueAsync(() => caller.Audio.Hears(1760) && callee.Audio.Hears(440), "both hear each other");
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task First_phone_to_answer_wins_and_the_others_are_cancelled()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var winner = await edge.RegisteredPhoneAsync();
        await using var loser = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000");
        var lost = await loser.RequestAsync(SipMethod.Invite);
        lost.Respond(180);
        winner.Answer(await winner.RequestAsync(SipMethod.Invite));
        var a = await call.AnsweredAsync();

        await Eventually.TrueAsync(() => loser.Cancelled.Count == 1, "the loser is cancelled");
        await a.ByeAsync();
        Assert.Equal(2, (await edge.CdrAsync()).Legs.Count(l => l.Leg.StartsWith('b')));
        await edge.NothingLeaksAsync();
    }

    internal static async Task<(TestDialog A, TestDialog B)> BridgeAsync(TestEdge edge, TestPhone caller, TestPhone callee)
    {
        var call = caller.Call(edge.Sip, "1000");
        await call.ResponseAsync(183);
        var invite = await callee.RequestAsync(SipMethod.Invite);
        invite.Respond(180);
        var b = callee.Answer(invite);
        return (await call.AnsweredAsync(), b);
    }

    private static async Task<SipResponse> Reinvite(TestDialog a, TestPhone phone, Sip.Sdp.SdpDirection direction, ulong version)
    {
        var invite = a.Dialog.CreateRequest(SipMethod.Invite);
        invite.SetBody("application/sdp", phone.Offer(direction, version).ToBytes());
        var call = new TestCall(phone, a.Edge);
        call.Send(invite);
        var ok = await call.ResponseAsync(200);
        phone.Stack.SendAck(a.Dialog.CreateAck(call.Invite), a.Edge);
        return ok;
    }

    private static string Body(SipMessage message) => System.Text.Encoding.UTF8.GetString(message.Body.Span);

    // The tone's share in the last second of the channel, where both were heard.
    // A tenth of a second that holds most of the tone; the end of the call may be silent when the machine stalls.
    private static double Channel(byte[] wav, int channel, double hz)
    {
        var both = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(wav.AsSpan(44));
        var mono = new short[both.Length / 2];
        for (var i = 0; i < mono.Length; i++) mono[i] = both[2 * i + channel];
        return Enumerable.Range(0, mono.Length / WindowSamples).Select(i => Tone.Share(mono.AsSpan(i * WindowSamples, WindowSamples), hz)).DefaultIfEmpty().Max();
    }
}
