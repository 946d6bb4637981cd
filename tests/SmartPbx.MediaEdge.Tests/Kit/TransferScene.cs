using SmartPbx.MediaEdge.Tests.Calls;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>A caller from the trunk talks with the person at extension 1008, who may want an expert, at 1011; on an edge of its own.</summary>
/// <param name="Edge">The edge.</param>
/// <param name="Agent">The phone of the one who transfers.</param>
/// <param name="Expert">The phone of the one who is consulted; nobody has called it yet.</param>
/// <param name="Caller">The one who is transferred.</param>
/// <param name="A">The call as the caller has it.</param>
/// <param name="B">The call as the agent has it.</param>
internal sealed record TransferScene(TestEdge Edge, TestPhone Agent, TestPhone Expert, TestPhone Caller, TestDialog A, TestDialog B) : IAsyncDisposable
{
    public static async Task<TransferScene> StartAsync(Action<TestEdge>? seed = null)
    {
        var edge = await TestEdge.StartAsync(seed);
        var (agent, expert) = (await edge.RegisteredPhoneAsync(), await edge.RegisteredPhoneAsync("1011"));
        var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, agent);
        return new TransferScene(edge, agent, expert, caller, a, b);
    }

    public async ValueTask DisposeAsync()
    {
        await Caller.DisposeAsync();
        await Expert.DisposeAsync();
        await Agent.DisposeAsync();
        await Edge.DisposeAsync();
    }
}
