using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Tests.Transfers;

/// <summary>REFER with Replaces while the consulted phone still rings: it rings on, and answers the remaining party.</summary>
public class SemiAttendedTransferTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Phone_rings_on_and_answers_the_caller_whether_or_not_the_transferor_stays(bool transferorHangsUp)
    {
        await using var scene = await TransferScene.StartAsync();
        var (edge, agent, expert, caller, a, b) = scene;
        var (consultation, replaces, ringing) = await RingAsync(edge, agent, expert);

        await OfferAsync(agent, b, replaces);
        await Eventually.TrueAsync(() => caller.Audio.Hears(440, 480), "the caller hears ringback");
        if (transferorHangsUp)
        {
            consultation.Cancel();
            Assert.Equal(487, (await consultation.FinalAsync()).Status);
            Assert.Equal(200, (await b.ByeAsync()).Status);
            Assert.Empty(expert.Cancels);
        }
        var c = expert.Answer(ringing);
        await agent.IsToldAsync(200);
        if (!transferorHangsUp)
        {
            var final = await consultation.FinalAsync();
            Assert.Equal(487, final.Status);
            Assert.Contains("Call completed elsewhere", final.Headers["Reason"], StringComparison.Ordinal);
            await agent.RequestAsync(SipMethod.Bye);
        }

        caller.Audio.Sing(a.EdgeRtp, 700);
        expert.Audio.Sing(c.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => expert.Audio.Hears(700) && caller.Audio.Hears(1760), "caller and expert hear each other");
        Assert.Equal(200, (await c.ByeAsync()).Status);
        await caller.RequestAsync(SipMethod.Bye);

        await edge.CdrAsync(2);
        var (call, consulted) = (edge.Cdrs().Single(r => r.Caller == "5551000"), edge.Cdrs().Single(r => r.Caller == "1008"));
        Assert.Equal((CallOutcome.Cancelled, call.CallId), (consulted.Outcome, Assert.Single(consulted.Transfers).OtherCall));
        Assert.Equal(consulted.CallId, Assert.Single(call.Transfers).OtherCall);
        Assert.Equal(["a", "b1", "r1"], call.Legs.Select(l => l.Leg));
        await edge.NothingLeaksAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Phone_that_refuses_gives_the_caller_back_or_leaves_it_to_the_agent(bool transferorHangsUp)
    {
        await using var scene = await TransferScene.StartAsync(WithoutAgent);
        var (edge, agent, expert, caller, a, b) = scene;
        var (consultation, replaces, ringing) = await RingAsync(edge, agent, expert, "3011");
        await OfferAsync(agent, b, replaces);
        if (transferorHangsUp) Assert.Equal(200, (await b.ByeAsync()).Status);

        ringing.Respond(486);
        Assert.Equal(486, (await consultation.FinalAsync()).Status);
        await agent.IsToldAsync(486);

        if (transferorHangsUp) await Eventually.TrueAsync(() => caller.Audio.Hears(1000), "the agent greets the caller");
        else
        {
            caller.Audio.Sing(a.EdgeRtp, 700);
            await Eventually.TrueAsync(() => agent.Audio.Hears(700), "they talk again");
        }
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Caller_who_hangs_up_leaves_the_transferor_its_own_call()
    {
        await using var scene = await TransferScene.StartAsync();
        var (edge, agent, expert, _, a, b) = scene;
        var (consultation, replaces, ringing) = await RingAsync(edge, agent, expert);
        await OfferAsync(agent, b, replaces);

        Assert.Equal(200, (await a.ByeAsync()).Status);
        await agent.IsToldAsync(487);
        await edge.CdrAsync();
        expert.Answer(ringing);
        var own = await consultation.AnsweredAsync();

        await own.ByeAsync();
        await expert.RequestAsync(SipMethod.Bye);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Nobody_is_left_when_caller_and_transferor_both_hang_up()
    {
        await using var scene = await TransferScene.StartAsync();
        var (edge, agent, expert, _, a, b) = scene;
        var (consultation, replaces, _) = await RingAsync(edge, agent, expert);
        await OfferAsync(agent, b, replaces);

        consultation.Cancel();
        Assert.Equal(487, (await consultation.FinalAsync()).Status);
        Assert.Equal(200, (await a.ByeAsync()).Status);

        await Eventually.TrueAsync(() => expert.Cancelled.Count == 1, "the phone stops ringing");
        await edge.NothingLeaksAsync();
    }

    [Theory]
    [InlineData("1011", true)] // rings too long
    [InlineData("2000", false)] // the agent's own number: the consultation is with the agent
    public async Task Agent_that_answers_for_the_consulted_number_takes_the_caller(string number, bool rings)
    {
        await using var scene = await TransferScene.StartAsync(e => e.Put(new PhoneNumber { TenantId = TestEdge.Demo, Number = "1011", RingExtension = "1011", NoAnswerSeconds = 1.5 }));
        var (edge, agent, expert, caller, a, b) = scene;
        string replaces;
        TestCall consultation;
        if (rings) (consultation, replaces, _) = await RingAsync(edge, agent, expert, number);
        else replaces = (await (consultation = await agent.CallAsPhoneAsync(edge.Sip, number, "1008")).AnsweredAsync()).Replacing();

        Assert.Equal(202, (await ReferAsync(b, replaces)).Status);
        await Eventually.TrueAsync(() => caller.Audio.Hears(1000), "the agent greets the caller");
        if (rings) Assert.Equal(487, (await consultation.FinalAsync()).Status);
        else await agent.RequestAsync(SipMethod.Bye);
        await agent.RequestAsync(SipMethod.Bye);

        await a.ByeAsync();
        await edge.CdrAsync(2);
        Assert.All(edge.Cdrs(), cdr => Assert.NotNull(Assert.Single(cdr.Transfers) is { Failure: null } t ? t : null));
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Early_dialog_of_somebody_else_does_not_exist_and_a_promised_one_is_taken()
    {
        await using var scene = await TransferScene.StartAsync();
        var (edge, agent, expert, caller, a, b) = scene;
        var (consultation, replaces, ringing) = await RingAsync(edge, agent, expert);

        Assert.Equal(202, (await ReferAsync(a, replaces)).Status); // the caller has no part in it
        await caller.IsToldAsync(100);
        await caller.IsToldAsync(481);
        Assert.Equal(202, (await ReferAsync(b, replaces + ";early-only")).Status);
        await agent.IsToldAsync(100);
        await agent.IsToldAsync(180);
        Assert.Equal(491, (await ReferAsync(b, replaces)).Status);

        expert.Answer(ringing);
        await agent.IsToldAsync(200);
        Assert.Equal(487, (await consultation.FinalAsync()).Status);
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // the REFER is on its way when the 487 is
    public async Task Consultation_that_is_given_up_right_before_its_refer_is_481_and_caller_and_transferor_talk_again(bool isOver)
    {
        await using var scene = await TransferScene.StartAsync();
        var (edge, agent, expert, caller, a, b) = scene;
        var (consultation, replaces, _) = await RingAsync(edge, agent, expert);
        consultation.Cancel();
        if (isOver) Assert.Equal(487, (await consultation.FinalAsync()).Status);

        Assert.Equal(202, (await ReferAsync(b, replaces)).Status);
        await agent.IsToldAsync(100);
        await agent.IsToldAsync(481);
        if (!isOver) Assert.Equal(487, (await consultation.FinalAsync()).Status);

        caller.Audio.Sing(a.EdgeRtp, 700);
        agent.Audio.Sing(b.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => agent.Audio.Hears(700) && caller.Audio.Hears(1760), "they talk again");
        await Eventually.TrueAsync(() => expert.Cancelled.Count == 1, "the phone stops ringing, once");
        Assert.Equal(200, (await a.ByeAsync()).Status);
        await agent.RequestAsync(SipMethod.Bye);
        await edge.CdrAsync(2);
        var (call, consulted) = (edge.Cdrs().Single(r => r.Caller == "5551000"), edge.Cdrs().Single(r => r.Caller == "1008"));
        Assert.Equal((CallOutcome.Cancelled, 0), (consulted.Outcome, consulted.Transfers.Count));
        Assert.Equal((CallOutcome.CallerHungUp, CallOutcome.NoSuchCall), (call.Outcome, Assert.Single(call.Transfers).Failure));
        await edge.NothingLeaksAsync();
    }

    /// <summary>REFER that is taken: the transferor hears that the phone still rings.</summary>
    private static async Task OfferAsync(TestPhone agent, TestDialog transferor, string replaces)
    {
        Assert.Equal(202, (await ReferAsync(transferor, replaces)).Status);
        await agent.IsToldAsync(100);
        await agent.IsToldAsync(180);
    }

    private static void WithoutAgent(TestEdge edge) =>
        edge.Put(new PhoneNumber { TenantId = TestEdge.Demo, Number = "3011", RingExtension = "1011", AgentTakesOver = false, NoAnswerSeconds = 60 });

    private static async Task<(TestCall Consultation, string Replaces, ServerTransaction Ringing)> RingAsync(TestEdge edge, TestPhone agent, TestPhone expert, string number = "1011")
    {
        var consultation = await agent.CallAsPhoneAsync(edge.Sip, number, "1008");
        var progress = await consultation.ResponseAsync(183);
        var ringing = await expert.RequestAsync(SipMethod.Invite);
        ringing.Respond(180);
        return (consultation, $"{progress.CallId};to-tag={progress.To.Tag};from-tag={progress.From.Tag}", ringing);
    }

    private static Task<SipResponse> ReferAsync(TestDialog dialog, string replaces) => dialog.ReferAsync("1011",
        refer => refer.Headers.Set("Refer-To", $"<sip:1011@{TestEdge.Domain}?Replaces={Uri.EscapeDataString(replaces)}>"));
}
