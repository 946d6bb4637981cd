using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Calls;

/// <summary>Messages that cross, come late or not at all (RFC 3261 §9, §13, §15).</summary>
public class RaceTests
{
    [Fact]
    public async Task Second_phone_to_answer_is_acknowledged_and_hung_up()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var winner = await edge.RegisteredPhoneAsync();
        await using var late = await edge.RegisteredPhoneAsync();
        late.IgnoresCancel = true;
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000");
        var second = await late.RequestAsync(SipMethod.Invite);
        second.Respond(180);
        winner.Answer(await winner.RequestAsync(SipMethod.Invite));
        var a = await call.AnsweredAsync();

        late.Answer(second);
        await late.RequestAsync(SipMethod.Bye);
        Assert.Equal(1, late.Acks);
        await a.ByeAsync();
        Assert.All((await edge.CdrAsync()).Legs, leg => Assert.Equal(200, leg.SipStatus));
        await edge.NothingLeaksAsync();
    }

    [Theory]
    [InlineData("SIP;cause=200;text=\"Call completed elsewhere\"")]
    [InlineData("Q.850;cause=16;text=\"Terminated\"")]
    [InlineData(null)]
    public async Task Reason_of_a_cancel_reaches_every_phone_that_rings(string? reason)
    {
        await using var edge = await TestEdge.StartAsync();
        await using var phone = await edge.RegisteredPhoneAsync();
        await using var other = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000");
        (await phone.RequestAsync(SipMethod.Invite)).Respond(180);
        (await other.RequestAsync(SipMethod.Invite)).Respond(180);
        await call.ResponseAsync(183);

        call.Cancel(reason);
        Assert.Equal(487, (await call.FinalAsync()).Status);

        await Eventually.TrueAsync(() => phone.Cancels.Count == 1 && other.Cancels.Count == 1, "both are cancelled");
        Assert.All([phone.Cancels[0], other.Cancels[0]], cancel =>
        {
            if (reason is null) Assert.DoesNotContain("Reason:", cancel, StringComparison.Ordinal);
            else Assert.Contains($"Reason: {reason}\r\n", cancel, StringComparison.Ordinal);
        });
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Cancel_waits_for_a_provisional_of_the_phone()
    {
        await using var scene = await RingingCall.StartMuteAsync();
        var (edge, callee, _, call, invite) = scene;
        await call.ResponseAsync(183);
        call.Cancel();
        Assert.Equal(487, (await call.FinalAsync()).Status);
        Assert.False(callee.HasReceived("CANCEL"), "no CANCEL may overtake the INVITE");

        callee.Answer(invite, "180 Ringing");
        var cancel = await callee.NextAsync("CANCEL");
        callee.Answer(cancel, "200 OK");
        callee.Answer(invite, "487 Request Terminated");
        await callee.NextAsync("ACK");
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Lost_acks_are_sent_again_for_each_200()
    {
        await using var scene = await RingingCall.StartMuteAsync();
        var (edge, callee, _, call, invite) = scene;
        callee.Answer(invite, "200 OK", withDescription: true);
        await callee.NextAsync("ACK");
        callee.Answer(invite, "200 OK", withDescription: true);
        await callee.NextAsync("ACK");

        var a = await call.AnsweredAsync();
        Assert.Equal(200, (await a.ByeAsync()).Status);
        callee.Answer(await callee.NextAsync("BYE"), "200 OK");
        Assert.Equal(CallOutcome.CallerHungUp, (await edge.CdrAsync()).Outcome);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Repeated_200_after_the_end_of_the_call_gets_its_ack_and_no_second_bye()
    {
        await using var scene = await RingingCall.StartMuteAsync();
        var (edge, callee, _, call, invite) = scene;
        callee.Answer(invite, "200 OK", withDescription: true);
        var first = await callee.NextAsync("ACK");
        Assert.Equal(200, (await (await call.AnsweredAsync()).ByeAsync()).Status);
        var bye = await callee.NextAsync("BYE");
        callee.Answer(bye, "200 OK");
        await edge.NothingLeaksAsync();

        callee.Answer(invite, "200 OK", withDescription: true);
        var again = await callee.NextAsync("ACK");
        Assert.Equal((first.CallId, first.CSeq.Number, first.Uri.ToString(), first.To.Tag), (again.CallId, again.CSeq.Number, again.Uri.ToString(), again.To.Tag));
        Assert.DoesNotContain(callee.Waiting("BYE"), other => other.TopVia!.Branch != bye.TopVia!.Branch);
    }

    [Fact]
    public async Task Late_200_of_a_cancelled_phone_gets_one_bye_however_often_it_is_repeated()
    {
        await using var scene = await RingingCall.StartMuteAsync();
        var (edge, callee, _, call, invite) = scene;
        callee.Answer(invite, "180 Ringing");
        await call.ResponseAsync(183);
        call.Cancel();
        Assert.Equal(487, (await call.FinalAsync()).Status);
        callee.Answer(await callee.NextAsync("CANCEL"), "200 OK");

        callee.Answer(invite, "200 OK", withDescription: true);
        await callee.NextAsync("ACK");
        var bye = await callee.NextAsync("BYE");
        callee.Answer(bye, "200 OK");
        callee.Answer(invite, "200 OK", withDescription: true);
        await callee.NextAsync("ACK");
        Assert.DoesNotContain(callee.Waiting("BYE"), again => again.TopVia!.Branch != bye.TopVia!.Branch);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Unacknowledged_200_is_repeated_and_then_the_call_is_hung_up()
    {
        await using var scene = await RingingCall.StartAsync(null, ("Edge:Sip:T1Ms", "20"));
        var (edge, callee, caller, call, invite) = scene;
        callee.Answer(invite);
        await call.ResponseAsync(200);
        await call.ResponseAsync(200);

        await caller.RequestAsync(SipMethod.Bye);
        await callee.RequestAsync(SipMethod.Bye);
        Assert.Equal(CallOutcome.NoAck, (await edge.CdrAsync()).Outcome);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Phone_that_says_nothing_but_100_loses_its_turn()
    {
        await using var scene = await RingingCall.StartMuteAsync(e => e.Put(new Domain.Directory.PhoneNumber
        {
            TenantId = TestEdge.Demo, Number = "3000", RingExtension = "1008", NoAnswerSeconds = 0.5, AgentTakesOver = false,
        }), "3000");
        var (edge, callee, _, call, invite) = scene;
        callee.Answer(invite, "100 Trying");

        Assert.Equal(480, (await call.FinalAsync()).Status);
        callee.Answer(await callee.NextAsync("CANCEL"), "200 OK");
        callee.Answer(invite, "487 Request Terminated");
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Lost_487_leaves_nothing_behind()
    {
        await using var scene = await RingingCall.StartMuteAsync(settings: ("Edge:Sip:T1Ms", "20"));
        var (edge, callee, _, call, invite) = scene;
        callee.Answer(invite, "180 Ringing");
        await call.ResponseAsync(183);
        call.Cancel();
        Assert.Equal(487, (await call.FinalAsync()).Status);
        callee.Answer(await callee.NextAsync("CANCEL"), "200 OK"); // and never the 487: 64*T1 after the CANCEL it is over (§9.1)

        await edge.NothingLeaksAsync();
        await Eventually.TrueAsync(() => edge.Runtime.Transactions == 0, "the transaction is over");
    }

    [Fact]
    public async Task Reinvite_of_a_phone_that_said_100_and_died_does_not_outlive_the_call()
    {
        await using var scene = await RingingCall.StartMuteAsync(settings: ("Edge:Sip:T1Ms", "20"));
        var (edge, callee, caller, call, invite) = scene;
        callee.Answer(invite, "200 OK", withDescription: true);
        await callee.NextAsync("ACK");
        var a = await call.AnsweredAsync();
        await BridgedCallTests.ReinviteAsync(a, caller, Sip.Sdp.SdpDirection.SendOnly, 2);
        var reinvite = await callee.NextAsync("INVITE");
        callee.Answer(reinvite, "100 Trying");

        Assert.Equal(200, (await a.ByeAsync()).Status);
        Assert.Equal(reinvite.TopVia!.Branch, (await callee.NextAsync("CANCEL")).TopVia!.Branch);
        await edge.NothingLeaksAsync();
        await Eventually.TrueAsync(() => edge.Runtime.Transactions == 0, "the transactions are over");
    }

    [Fact]
    public async Task Bye_during_a_reinvite_ends_the_call()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);
        await BridgedCallTests.ReinviteAsync(a, caller, Sip.Sdp.SdpDirection.SendOnly, 2);
        var reinvite = await callee.RequestAsync(SipMethod.Invite);

        Assert.Equal(200, (await b.ByeAsync()).Status);
        reinvite.Respond(487);
        await caller.RequestAsync(SipMethod.Bye);
        Assert.Equal(CallOutcome.CalleeHungUp, (await edge.CdrAsync()).Outcome);
        await edge.NothingLeaksAsync();
    }
}
