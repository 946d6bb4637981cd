using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Health;

public class DrainTests
{
    [Fact]
    public async Task Draining_refuses_options_and_invites_while_the_live_call_runs_to_its_end()
    {
        await using var edge = await TestEdge.StartAsync(null, ("Edge:DrainSeconds", "20"));
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        Assert.Equal(200, (await OptionsAsync(edge, caller)).Status);
        var a = await caller.Call(edge.Sip, "2000").AnsweredAsync();

        var drained = edge.Runtime.DrainAsync(default);

        Assert.Equal(503, (await OptionsAsync(edge, caller)).Status);
        var refused = await caller.Call(edge.Sip, "2000").FinalAsync();
        Assert.Equal((503, "5"), (refused.Status, refused.Headers["Retry-After"]));
        Assert.False(drained.IsCompleted);
        Assert.Equal(200, (await a.ByeAsync()).Status);
        await drained.WaitAsync(Eventually.Limit);
        Assert.Contains(edge.Cdrs(), c => c.Outcome == CallOutcome.CallerHungUp);
    }

    [Fact]
    public async Task Call_that_outlives_the_drain_is_ended_with_bye()
    {
        await using var edge = await TestEdge.StartAsync(null, ("Edge:DrainSeconds", "0.2"));
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        await caller.Call(edge.Sip, "2000").AnsweredAsync();

        await edge.Runtime.StopAsync(default);

        await caller.RequestAsync(SipMethod.Bye);
        Assert.Equal(CallOutcome.Drained, Assert.Single(edge.Cdrs()).Outcome);
    }

    [Fact]
    public async Task Call_that_still_rings_when_the_drain_is_over_is_refused()
    {
        await using var edge = await TestEdge.StartAsync(null, ("Edge:DrainSeconds", "0.2"));
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000");
        await call.ResponseAsync(183);

        await edge.Runtime.StopAsync(default);

        Assert.Equal(503, (await call.FinalAsync()).Status);
    }

    private static Task<SipResponse> OptionsAsync(TestEdge edge, TestPhone caller) =>
        caller.SendAsync(caller.Out(SipMethod.Options, edge.Sip, "monitor", "trunk.example", null), edge.Sip);
}
