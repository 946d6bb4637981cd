using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>A call from the trunk that has just reached the phone of extension 1008, on an edge of its own: the phone has the INVITE and has said nothing.</summary>
internal sealed record RingingCall<TPhone, TInvite>(TestEdge Edge, TPhone Callee, TestPhone Caller, TestCall Call, TInvite Invite) : IAsyncDisposable where TPhone : IAsyncDisposable
{
    /// <summary>The caller gives up, and nothing is left.</summary>
    public async Task GiveUpAsync()
    {
        Call.Cancel();
        Assert.Equal(487, (await Call.FinalAsync()).Status);
        await Edge.NothingLeaksAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Caller.DisposeAsync();
        await Callee.DisposeAsync();
        await Edge.DisposeAsync();
    }
}

/// <summary>How one begins.</summary>
internal static class RingingCall
{
    /// <summary>To a phone with a stack.</summary>
    public static Task<RingingCall<TestPhone, ServerTransaction>> StartAsync(Action<TestEdge>? seed = null, params (string, string)[] settings) =>
        DialAsync(seed, settings, "1000", edge => edge.RegisteredPhoneAsync(), phone => phone.RequestAsync(SipMethod.Invite));

    /// <summary>To a phone that says what the test wants it to.</summary>
    public static Task<RingingCall<MutePhone, SipRequest>> StartMuteAsync(Action<TestEdge>? seed = null, string number = "1000", params (string, string)[] settings) =>
        DialAsync(seed, settings, number, edge => MutePhone.RegisterAsync(edge, "1008"), phone => phone.NextAsync("INVITE"));

    private static async Task<RingingCall<TPhone, TInvite>> DialAsync<TPhone, TInvite>(Action<TestEdge>? seed, (string, string)[] settings, string number,
        Func<TestEdge, Task<TPhone>> register, Func<TPhone, Task<TInvite>> ring) where TPhone : IAsyncDisposable
    {
        var edge = await TestEdge.StartAsync(seed, settings);
        var callee = await register(edge);
        var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, number);
        return new RingingCall<TPhone, TInvite>(edge, callee, caller, call, await ring(callee));
    }
}
