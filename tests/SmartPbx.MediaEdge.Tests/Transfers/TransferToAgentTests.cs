using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Admission;
using SmartPbx.MediaEdge.Tests.Calls;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Transfers;

/// <summary>A transfer leads where dialling its target would lead: to the agent too, where the number's rule says so.</summary>
public class TransferToAgentTests
{
    private const double Beep = 1000;

    [Fact]
    public async Task Callee_sends_the_caller_to_the_agent()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(202, (await b.ReferAsync("2000")).Status);
        await callee.IsToldAsync(100);
        await callee.IsToldAsync(200);
        await callee.RequestAsync(SipMethod.Bye);
        await Eventually.TrueAsync(() => caller.Audio.Hears(Beep), "the agent greets the caller");

        Assert.Equal(200, (await a.ByeAsync()).Status);
        var cdr = await edge.CdrAsync();
        Assert.Equal((CallOutcome.CallerHungUp, true), (cdr.Outcome, cdr.AiHandled));
        Assert.Equal([CallSegmentKind.Bridged, CallSegmentKind.Agent], cdr.Segments.Select(s => s.Kind));
        Assert.Equal(("b1", "2000", null, null), Assert.Single(cdr.Transfers) is var t ? (t.By, t.Target, t.Leg, t.Failure) : default);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Caller_sends_the_callee_to_the_agent_and_is_free()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(202, (await a.ReferAsync("2000")).Status);
        await caller.IsToldAsync(100);
        await caller.IsToldAsync(200);
        await caller.RequestAsync(SipMethod.Bye);
        await Eventually.TrueAsync(() => callee.Audio.Hears(Beep), "the agent greets the callee");
        Assert.Equal(0, edge.Get<CallAdmission>().Channels(Carrier));

        Assert.Equal(200, (await b.ByeAsync()).Status);
        var cdr = await edge.CdrAsync();
        Assert.Equal((CallOutcome.CalleeHungUp, true), (cdr.Outcome, cdr.AiHandled));
        Assert.True(cdr.Legs[0].EndedAt < cdr.EndedAt, "the caller was gone before");
        await Eventually.TrueAsync(() => edge.Bus.Of("call.recording_saved").Any(), "the recording is saved");
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Party_that_was_held_hears_the_agent()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);
        await BridgedCallTests.ReinviteAsync(a, caller, Sip.Sdp.SdpDirection.SendOnly, 2);
        callee.Answer(await callee.RequestAsync(SipMethod.Invite));

        Assert.Equal(202, (await a.ReferAsync("2000")).Status);
        callee.Answer(await callee.RequestAsync(SipMethod.Invite)); // taken off hold
        await caller.IsToldAsync(100);
        await caller.IsToldAsync(200);
        await Eventually.TrueAsync(() => callee.Audio.Hears(Beep), "the agent greets the callee");

        await b.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Theory]
    [InlineData("1012")] // unregistered
    [InlineData("3011")] // rings and says busy
    public async Task Agent_takes_whom_the_target_does_not_by_the_rule_of_its_number(string target)
    {
        await using var edge = await TestEdge.StartAsync(e => e.Put(new PhoneNumber { TenantId = TestEdge.Demo, Number = "3011", RingExtension = "1011", NoAnswerSeconds = 60 }));
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var busy = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(202, (await b.ReferAsync(target)).Status);
        await callee.IsToldAsync(100);
        if (target == "3011") (await busy.RequestAsync(SipMethod.Invite)).Respond(486);
        await callee.IsToldAsync(200);
        await callee.RequestAsync(SipMethod.Bye);
        await Eventually.TrueAsync(() => caller.Audio.Hears(Beep), "the agent greets the caller");

        await a.ByeAsync();
        Assert.Null(Assert.Single((await edge.CdrAsync()).Transfers).Failure);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Target_that_rings_too_long_is_cancelled_and_the_agent_answers()
    {
        await using var edge = await TestEdge.StartAsync(e => e.Put(new PhoneNumber { TenantId = TestEdge.Demo, Number = "3011", RingExtension = "1011", NoAnswerSeconds = 0.3 }));
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var target = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(202, (await b.ReferAsync("3011")).Status);
        (await target.RequestAsync(SipMethod.Invite)).Respond(180);
        await Eventually.TrueAsync(() => target.Cancelled.Count == 1, "the target is cancelled");
        await Eventually.TrueAsync(() => caller.Audio.Hears(Beep), "the agent greets the caller");

        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Transferor_who_hangs_up_at_once_leaves_the_caller_with_the_agent()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        var refer = b.ReferAsync("2000");
        var bye = b.ByeAsync();
        Assert.Equal(202, (await refer).Status);
        Assert.Contains((await bye).Status, new[] { 200, 481 }); // 481: the edge's own BYE was faster
        await callee.IsToldAsync(100);
        await callee.IsToldAsync(200);
        await Eventually.TrueAsync(() => caller.Audio.Hears(Beep), "the agent greets the caller");

        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Callee_with_the_agent_presses_zero_for_the_person_who_sends_it_back()
    {
        await using var edge = await TestEdge.StartAsync(e => e.Put(new PhoneNumber { TenantId = TestEdge.Demo, Number = "3011", RingExtension = "1011", NoAnswerSeconds = 60 }));
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var person = await edge.RegisteredPhoneAsync("1011");
        await using var caller = await edge.RegisteredPhoneAsync("1012");
        var call = await caller.CallAsPhoneAsync(edge.Sip, "1008", "1012");
        var b = callee.Answer(await callee.RequestAsync(SipMethod.Invite));
        var a = await call.AnsweredAsync();
        Assert.Equal(202, (await a.ReferAsync("3011")).Status);
        (await person.RequestAsync(SipMethod.Invite)).Respond(486);
        await caller.RequestAsync(SipMethod.Bye);
        await Eventually.TrueAsync(() => callee.Audio.Hears(Beep), "the agent greets the callee");

        callee.Audio.Press(b.EdgeRtp, 0);
        var c = person.Answer(await person.RequestAsync(SipMethod.Invite));
        callee.Audio.Sing(b.EdgeRtp, 700);
        person.Audio.Sing(c.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => person.Audio.Hears(700) && callee.Audio.Hears(1760), "callee and person hear each other");
        Assert.Equal(202, (await c.ReferAsync("2000")).Status);
        await person.RequestAsync(SipMethod.Bye);
        await Eventually.TrueAsync(() => callee.Audio.Hears(Beep), "the agent greets the callee again");

        Assert.Equal(200, (await b.ByeAsync()).Status);
        var cdr = await edge.CdrAsync();
        Assert.Equal([CallSegmentKind.Bridged, CallSegmentKind.Agent, CallSegmentKind.Bridged, CallSegmentKind.Agent], cdr.Segments.Select(s => s.Kind));
        await edge.NothingLeaksAsync();
    }

    private static Trunk Carrier => new() { TenantId = TestEdge.Demo, Name = "carrier", SourceAddresses = [] };
}
