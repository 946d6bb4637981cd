using System.Diagnostics;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Hitl;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Calls;

public class TakeoverTests
{
    [Fact]
    public async Task Nobody_answers_so_leg_b_is_cancelled_and_the_agent_speaks_within_a_second()
    {
        await using var edge = await TestEdge.StartAsync(e => e.Put(new PhoneNumber { TenantId = TestEdge.Demo, Number = "1000", RingExtension = "1008", NoAnswerSeconds = 1 }));
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000");
        (await callee.RequestAsync(SipMethod.Invite)).Respond(180);
        await Eventually.TrueAsync(() => callee.Cancelled.Count == 1, "leg B is cancelled");
        var watch = Stopwatch.StartNew();
        var a = await call.AnsweredAsync();
        await Eventually.TrueAsync(() => caller.Audio.Hears(1000), "the greeting is heard");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"{watch.Elapsed} to the greeting");

        await a.ByeAsync();
        var cdr = await edge.CdrAsync();
        Assert.True(cdr.AiHandled);
        Assert.Equal(CallSegmentKind.Agent, Assert.Single(cdr.Segments).Kind);
        await Eventually.TrueAsync(() => edge.Bus.Of("call.ended").Any(), "call.ended is published");
        Assert.Equal("no_answer", edge.Bus.Of("ai.activated").Single().Payload(EventCatalogue.AiActivated).Reason);
        var sequences = edge.Bus.Events.Where(e => e.Subject == cdr.CallId.Value).Select(e => e.Sequence).ToList();
        Assert.Equal(sequences.Order(), sequences);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Busy_phone_brings_the_agent_at_once()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000");
        (await callee.RequestAsync(SipMethod.Invite)).Respond(486);
        var a = await call.AnsweredAsync();
        await a.ByeAsync();

        var cdr = await edge.CdrAsync();
        Assert.True(cdr.AiHandled);
        Assert.Equal(486, cdr.Legs.Single(l => l.Leg == "b1").SipStatus);
    }

    [Theory]
    [InlineData(OperatorStatus.Away, "away")]
    [InlineData(OperatorStatus.Busy, "busy")]
    public async Task Operator_who_is_not_to_be_rung_is_not(OperatorStatus status, string reason)
    {
        await using var edge = await TestEdge.StartAsync(e => e.SetPresence(status));
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var a = await caller.Call(edge.Sip, "1000").AnsweredAsync();
        await a.ByeAsync();

        Assert.DoesNotContain((await edge.CdrAsync()).Legs, l => l.Leg != "a");
        await Eventually.TrueAsync(() => edge.Bus.Of("ai.activated").Any(), "ai.activated is published");
        Assert.Equal(reason, edge.Bus.Of("ai.activated").Single().Payload(EventCatalogue.AiActivated).Reason);
    }

    [Fact]
    public async Task Without_agent_nobody_reachable_is_480()
    {
        await using var edge = await TestEdge.StartAsync(e => e.Put(new Tenant { TenantId = TestEdge.Demo, Name = "Demo", SipDomain = TestEdge.Domain, Agent = new AgentSettings { Enabled = false } }));
        await using var caller = new TestPhone(TestEdge.TrunkAddress);

        Assert.Equal(480, (await caller.Call(edge.Sip, "1000").FinalAsync()).Status);
        Assert.Equal(CallOutcome.Unavailable, (await edge.CdrAsync()).Outcome);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Late_200_that_crossed_the_cancel_is_acknowledged_and_hung_up()
    {
        await using var edge = await TestEdge.StartAsync(e => e.Put(new PhoneNumber { TenantId = TestEdge.Demo, Number = "1000", RingExtension = "1008", NoAnswerSeconds = 0.3 }));
        await using var callee = await edge.RegisteredPhoneAsync();
        callee.IgnoresCancel = true;
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000");
        var invite = await callee.RequestAsync(SipMethod.Invite);
        invite.Respond(180);
        var a = await call.AnsweredAsync();
        await Eventually.TrueAsync(() => callee.Cancelled.Count == 1, "leg B is cancelled");

        callee.Answer(invite);

        await callee.RequestAsync(SipMethod.Bye);
        Assert.Equal(1, callee.Acks);
        await a.ByeAsync();
        Assert.Equal(CallSegmentKind.Agent, Assert.Single((await edge.CdrAsync()).Segments).Kind);
    }

    [Fact]
    public async Task Late_200_after_the_end_of_the_call_is_hung_up_too()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        callee.IgnoresCancel = true;
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000");
        var invite = await callee.RequestAsync(SipMethod.Invite);
        invite.Respond(180);
        await call.ResponseAsync(183);
        call.Cancel();
        Assert.Equal(487, (await call.FinalAsync()).Status);
        await edge.NothingLeaksAsync();

        callee.Answer(invite);

        await callee.RequestAsync(SipMethod.Bye);
        Assert.Equal(1, callee.Acks);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pressing_zero_rings_the_person_and_bridges(bool byRtp)
    {
        await using var edge = await TestEdge.StartAsync(e => e.Put(new PhoneNumber { TenantId = TestEdge.Demo, Number = "1000", RingExtension = "1008", NoAnswerSeconds = 1.5 }));
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000");
        (await callee.RequestAsync(SipMethod.Invite)).Respond(180);
        var a = await call.AnsweredAsync();
        caller.Audio.Sing(a.EdgeRtp, 440);

        if (byRtp) caller.Audio.Press(a.EdgeRtp, 0);
        else await a.SendAsync(SipMethod.Info, info => info.SetBody("application/dtmf-relay", "Signal=0\r\nDuration=160\r\n"u8.ToArray()));
        var b = callee.Answer(await callee.RequestAsync(SipMethod.Invite));
        callee.Audio.Sing(b.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => callee.Audio.Hears(440) && caller.Audio.Hears(1760), "both hear each other");
        await a.ByeAsync();

        var cdr = await edge.CdrAsync();
        Assert.Equal([CallSegmentKind.Agent, CallSegmentKind.Bridged], cdr.Segments.Select(s => s.Kind));
        Assert.Equal(cdr.DurationMs, cdr.Segments.Sum(s => s.EndMs - s.StartMs));
        await edge.NothingLeaksAsync();
    }
}
