using SmartPbx.Media.Relay;

namespace SmartPbx.Media.Tests.TestKit;

/// <summary>A running engine on loopback; at the end nothing may be left open.</summary>
internal sealed class EngineFixture : IDisposable
{
    private const int PortsPerEngine = 16;

    // Below the ephemeral ports that peers get; test processes side by side begin at different places.
    private static int _nextBase = 22_000 + Environment.ProcessId % 6 * 1600;

    // Both ways of the relay to the kernel have to pass: tests/run.sh runs this project once with each.
    private static readonly bool MayUseIoRing = Environment.GetEnvironmentVariable("MEDIA_IO") != "epoll";

    private readonly List<MediaLeg> _legs = [];

    public EngineFixture(Func<MediaEngineOptions, MediaEngineOptions>? configure = null)
    {
        int first = Interlocked.Add(ref _nextBase, PortsPerEngine);
        var options = new MediaEngineOptions { FirstPort = first, LastPort = first + PortsPerEngine - 1, OnFault = fault => Fault = fault, MayUseIoRing = MayUseIoRing };
        Engine = new MediaEngine(configure?.Invoke(options) ?? options);
        Engine.Start();
    }

    public MediaEngine Engine { get; }

    public RecordedEvents Events { get; } = new();

    public Exception? Fault { get; private set; }

    /// <summary>A leg that is ready for packets when a remote is given.</summary>
    public MediaLeg OpenLeg(RemoteMedia? remote = null, IMediaEvents? events = null)
    {
        Assert.True(Engine.TryOpenLeg("test", events ?? Events, out MediaLeg? leg));
        _legs.Add(leg);
        if (remote is null) return leg;
        leg.SetRemote(remote);
        Settle();
        return leg;
    }

    /// <summary>Returns when every command posted so far is applied.</summary>
    public void Settle()
    {
        MediaLeg marker = OpenLeg();
        marker.Dispose();
        Deadline.Until(() => Engine.Ports.Holders.All(held => held.RtpPort != marker.RtpPort), "commands are applied");
    }

    public void Dispose()
    {
        foreach (MediaLeg leg in _legs) leg.Dispose();
        Deadline.Until(() => Engine.Ports.InUse == 0, "no port is held");
        Deadline.Until(() => Engine.Counters is { OpenLegs: 0, OpenSockets: 0 }, "legs and sockets are closed");
        Assert.Empty(Engine.Ports.Holders);
        Engine.Dispose();
        Assert.Null(Fault);
    }
}
