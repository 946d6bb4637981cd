using System.Net;
using SmartPbx.Interop.Running;

namespace SmartPbx.Interop.Soak.Load;

/// <summary>A process of peers, so that it can be stopped and killed: callers behind the trunk, or a phone that is registered. It runs until it is killed.</summary>
internal static class SoakPeers
{
    /// <summary>It says so once it can be used.</summary>
    public const string Ready = "ready";

    private static readonly TimeSpan _countEvery = TimeSpan.FromSeconds(2), _registration = TimeSpan.FromHours(2);

    public static async Task<int> RunAsync(SoakOrder order)
    {
        var (_, _, ring, ringOrAgent) = Place.Directory(order.Index);
        var counts = new PeerCounts();
        var random = new Random(order.Seed);
        var address = new IPAddress([127, 0, (byte)(order.IsCaller ? 2 : 3), (byte)(order.Index + 1)]);
        using var clock = new AudioClock(random.Next());
        await using var agent = new SoakAgent(address, order.Edge, random.Next());
        if (order.IsCaller)
        {
            _ = new SoakCaller(agent, clock, counts, random.Next(), ring, ringOrAgent).RunAsync(order.CallsPerSecond, order.AgentShare);
        }
        else
        {
            _ = new SoakPhone(agent, clock, counts, random.Next(), order.Places);
            await agent.RegisterAsync(Place.Directory(order.Index).Extension, EdgeDirectory.Domain, EdgeDirectory.Password, _registration);
        }
        Console.WriteLine(Ready);
        while (true)
        {
            await Task.Delay(_countEvery);
            counts.Wire(clock, agent.MessagesLost);
            counts.Write(order.CountsFile);
        }
    }
}
