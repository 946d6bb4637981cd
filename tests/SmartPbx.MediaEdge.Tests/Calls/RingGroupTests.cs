using System.Text.Json;
using SmartPbx.Domain;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Calls;

public class RingGroupTests
{
    [Fact]
    public async Task All_at_once_rings_every_extension_and_the_losers_learn_that_it_was_answered_elsewhere()
    {
        await using var edge = await GroupAsync(RingStrategy.AllAtOnce);
        await using var first = await edge.RegisteredPhoneAsync();
        await using var second = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "3000");
        var lost = await first.RequestAsync(SipMethod.Invite);
        lost.Respond(180);
        var invite = await second.RequestAsync(SipMethod.Invite);
        Assert.Equal(("1008", "1011"), (lost.Request.To.Uri.User, invite.Request.To.Uri.User));
        second.Answer(invite);
        var a = await call.AnsweredAsync();

        await Eventually.TrueAsync(() => first.Cancels.Count == 1, "the loser is cancelled");
        Assert.Contains("Reason: SIP;cause=200;text=\"Call completed elsewhere\"", first.Cancels[0], StringComparison.Ordinal);
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task One_after_another_goes_on_when_the_time_is_over_or_the_phone_refuses()
    {
        await using var edge = await GroupAsync(RingStrategy.OneAfterAnother, new RingMember("1008", 0.3), new RingMember("1011"), new RingMember("1012"));
        await using var slow = await edge.RegisteredPhoneAsync();
        await using var busy = await edge.RegisteredPhoneAsync("1011");
        await using var willing = await edge.RegisteredPhoneAsync("1012");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "3000");
        (await slow.RequestAsync(SipMethod.Invite)).Respond(180);

        (await busy.RequestAsync(SipMethod.Invite)).Respond(486);
        await Eventually.TrueAsync(() => slow.Cancels.Count == 1, "the first has had its time");
        Assert.DoesNotContain("completed elsewhere", slow.Cancels[0], StringComparison.Ordinal);
        willing.Answer(await willing.RequestAsync(SipMethod.Invite));
        var a = await call.AnsweredAsync();
        await a.ByeAsync();

        Assert.Equal([CallState.Cancelled, CallState.Failed, CallState.Terminated], (await edge.CdrAsync()).Legs.Skip(1).Select(l => l.State));
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Agent_takes_over_after_the_last_step()
    {
        await using var edge = await GroupAsync(RingStrategy.OneAfterAnother, new RingMember("1008", 0.2), new RingMember("1011", 0.2));
        await using var first = await edge.RegisteredPhoneAsync();
        await using var second = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "3000");
        var a = await call.AnsweredAsync();

        await Eventually.TrueAsync(() => first.Cancels.Count == 1 && second.Cancels.Count == 1, "both stop ringing");
        Assert.True((await EndAsync(edge, a)).AiHandled);
    }

    [Fact]
    public async Task Refusal_for_everybody_stops_all()
    {
        await using var edge = await GroupAsync(RingStrategy.AllAtOnce, agent: false);
        await using var first = await edge.RegisteredPhoneAsync();
        await using var second = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "3000");
        (await first.RequestAsync(SipMethod.Invite)).Respond(180);
        (await second.RequestAsync(SipMethod.Invite)).Respond(603);

        Assert.Equal(603, (await call.FinalAsync()).Status);
        await Eventually.TrueAsync(() => first.Cancelled.Count == 1, "the other stops ringing");
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Best_of_several_refusals_reaches_the_caller()
    {
        await using var edge = await GroupAsync(RingStrategy.AllAtOnce, agent: false);
        await using var first = await edge.RegisteredPhoneAsync();
        await using var second = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "3000");
        (await first.RequestAsync(SipMethod.Invite)).Respond(486);
        (await second.RequestAsync(SipMethod.Invite)).Respond(503);

        Assert.Equal(486, (await call.FinalAsync()).Status);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public void Numbers_stored_before_ring_groups_are_read()
    {
        var number = JsonSerializer.Deserialize<PhoneNumber>("""{"tenant_id":"demo","number":"1000","ring_extension":"1008"}""", SmartPbxJson.Options)!;
        Assert.Equal(("1008", null), (number.RingExtension, number.RingGroup));
        var group = number with { RingGroup = new RingGroup { Strategy = RingStrategy.OneAfterAnother, Members = [new RingMember("1008", 5)] } };
        var read = JsonSerializer.Deserialize<PhoneNumber>(JsonSerializer.Serialize(group, SmartPbxJson.Options), SmartPbxJson.Options)!;
        Assert.Equal((RingStrategy.OneAfterAnother, new RingMember("1008", 5)), (read.RingGroup!.Strategy, read.RingGroup.Members[0]));
    }

    private static Task<TestEdge> GroupAsync(RingStrategy strategy, params RingMember[] members) => GroupAsync(strategy, true, members);

    private static Task<TestEdge> GroupAsync(RingStrategy strategy, bool agent, params RingMember[] members) => TestEdge.StartAsync(e => e.Put(new PhoneNumber
    {
        TenantId = TestEdge.Demo, Number = "3000", NoAnswerSeconds = 8, AgentTakesOver = agent,
        RingGroup = new RingGroup { Strategy = strategy, Members = members.Length > 0 ? members : [new RingMember("1008"), new RingMember("1011")] },
    }));

    private static async Task<CallDetailRecord> EndAsync(TestEdge edge, TestDialog a)
    {
        await a.ByeAsync();
        var cdr = await edge.CdrAsync();
        await edge.NothingLeaksAsync();
        return cdr;
    }
}
