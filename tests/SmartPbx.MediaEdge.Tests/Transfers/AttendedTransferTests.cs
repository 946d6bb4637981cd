using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Tests.Calls;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Transfers;

public class AttendedTransferTests
{
    [Fact]
    public async Task Caller_and_consulted_person_are_joined_and_both_records_end_linked()
    {
        await using var scene = await TransferScene.StartAsync();
        var (edge, agent, expert, caller, a, b) = scene;
        var (consulting, c) = await ConsultAsync(edge, agent, expert);

        Assert.Equal(202, (await b.ReferReplacingAsync("1011", consulting)).Status);
        await agent.IsToldAsync(100);
        await agent.IsToldAsync(200);
        await agent.RequestAsync(SipMethod.Bye);
        await agent.RequestAsync(SipMethod.Bye);

        caller.Audio.Sing(a.EdgeRtp, 700);
        expert.Audio.Sing(c.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => expert.Audio.Hears(700) && caller.Audio.Hears(1760), "caller and expert hear each other");
        Assert.Equal(200, (await c.ByeAsync()).Status);
        await caller.RequestAsync(SipMethod.Bye);

        await edge.CdrAsync(2);
        var consultation = edge.Cdrs().Single(r => r.Caller == "1008");
        var call = edge.Cdrs().Single(r => r.Caller == "5551000");
        Assert.Equal((CallOutcome.Transferred, call.CallId), (consultation.Outcome, Assert.Single(consultation.Transfers).OtherCall));
        Assert.Equal((CallOutcome.CalleeHungUp, consultation.CallId), (call.Outcome, Assert.Single(call.Transfers).OtherCall));
        Assert.Equal(["a", "b1", "r1"], call.Legs.Select(l => l.Leg));
        Assert.Equal(call.DurationMs, call.Segments.Sum(s => s.EndMs - s.StartMs));
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Consulted_person_who_was_held_is_taken_off_hold()
    {
        await using var scene = await TransferScene.StartAsync();
        var (edge, agent, expert, _, a, b) = scene;
        var (consulting, _) = await ConsultAsync(edge, agent, expert);
        await BridgedCallTests.ReinviteAsync(consulting, agent, Sip.Sdp.SdpDirection.SendOnly, 2);
        expert.Answer(await expert.RequestAsync(SipMethod.Invite));

        Assert.Equal(202, (await b.ReferReplacingAsync("1011", consulting)).Status);
        var resumed = await expert.RequestAsync(SipMethod.Invite);

        Assert.DoesNotContain("a=sendonly", System.Text.Encoding.UTF8.GetString(resumed.Request.Body.Span), StringComparison.Ordinal);
        expert.Answer(resumed);
        await agent.IsToldAsync(100);
        await agent.IsToldAsync(200);
        await a.ByeAsync();
        await expert.RequestAsync(SipMethod.Bye);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Dialog_that_is_not_there_or_not_the_transferors_is_481_and_the_call_goes_on()
    {
        await using var scene = await TransferScene.StartAsync();
        var (edge, agent, expert, caller, a, b) = scene;
        var (consulting, c) = await ConsultAsync(edge, agent, expert);

        Assert.Equal(202, (await b.ReferAsync("1011", r => r.Headers.Set("Refer-To", "<sip:1011@demo.example?Replaces=nowhere%3Bto-tag%3D1%3Bfrom-tag%3D2>"))).Status);
        await agent.IsToldAsync(100);
        await agent.IsToldAsync(481);
        Assert.Equal(202, (await a.ReferReplacingAsync("1011", consulting)).Status); // the caller has no part in it
        await caller.IsToldAsync(100);
        await caller.IsToldAsync(481);
        Assert.Equal(400, (await b.ReferAsync("1011", r => r.Headers.Set("Refer-To", "<sip:1011@demo.example?Replaces=x%3Bto-tag%3D1>"))).Status);

        var early = Uri.EscapeDataString(consulting.Replacing() + ";early-only");
        Assert.Equal(202, (await b.ReferAsync("1011", r => r.Headers.Set("Refer-To", $"<sip:1011@demo.example?Replaces={early}>"))).Status); // it is answered
        await agent.IsToldAsync(100);
        await agent.IsToldAsync(486);

        caller.Audio.Sing(a.EdgeRtp, 700);
        await Eventually.TrueAsync(() => agent.Audio.Hears(700), "the call goes on");
        await a.ByeAsync();
        await c.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Two_calls_that_ask_each_other_both_stay_as_they_are()
    {
        await using var scene = await TransferScene.StartAsync();
        var (edge, agent, expert, _, a, b) = scene;
        var (consulting, c) = await ConsultAsync(edge, agent, expert);

        var answers = await Task.WhenAll(b.ReferReplacingAsync("1011", consulting), consulting.ReferReplacingAsync("1000", b));

        // Whichever was faster won, or each refused the other; never two halves.
        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 202, 481 }));
        await a.ByeAsync();
        await c.ByeAsync();
        await edge.NothingLeaksAsync();
        Assert.Equal(2, edge.Cdrs().Count);
    }

    /// <summary>The agent's own call to the expert.</summary>
    internal static async Task<(TestDialog Consulting, TestDialog Expert)> ConsultAsync(TestEdge edge, TestPhone agent, TestPhone expert, string from = "1008", string to = "1011")
    {
        var call = await agent.CallAsPhoneAsync(edge.Sip, to, from);
        var c = expert.Answer(await expert.RequestAsync(SipMethod.Invite));
        return (await call.AnsweredAsync(), c);
    }
}
