using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Calls;

/// <summary>
/// Transactions outlive their call by 64*T1, thousands of them at a time, and its record waits for the disk. Whatever they held of the call the collector would
/// have to look at again and again.
/// </summary>
public sealed class EndedCallTests
{
    [Fact]
    public async Task Nothing_that_waits_out_its_time_holds_the_call()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        await AssertCollectedAsync(edge, await PlayAsync(edge, caller, callee));
    }

    [Fact]
    public async Task Nor_one_that_was_given_up_while_it_rang()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        await AssertCollectedAsync(edge, await GiveUpAsync(edge, caller, callee));
    }

    private static async Task AssertCollectedAsync(TestEdge edge, WeakReference call)
    {
        await Eventually.TrueAsync(() =>
        {
            GC.Collect();
            return !call.IsAlive;
        }, "the call is collected");
        Assert.True(edge.Runtime.Transactions > 0);
    }

    private static async Task<WeakReference> PlayAsync(TestEdge edge, TestPhone caller, TestPhone callee)
    {
        var (a, _) = await BridgedCallTests.BridgeAsync(edge, caller, callee);
        var call = new WeakReference(edge.Runtime.Registry.Calls.Single());
        Assert.Equal(200, (await a.ByeAsync()).Status);
        await callee.RequestAsync(SipMethod.Bye);
        await edge.NothingLeaksAsync();
        return call;
    }

    private static async Task<WeakReference> GiveUpAsync(TestEdge edge, TestPhone caller, TestPhone callee)
    {
        var ringing = caller.Call(edge.Sip, "1000");
        await ringing.ResponseAsync(183);
        (await callee.RequestAsync(SipMethod.Invite)).Respond(180);
        var call = new WeakReference(edge.Runtime.Registry.Calls.Single());
        ringing.Cancel();
        Assert.Equal(487, (await ringing.FinalAsync()).Status);
        await edge.NothingLeaksAsync();
        return call;
    }
}
