using SmartPbx.Media.Relay;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Relay;

public sealed class PortPoolTests
{
    [Fact]
    public void Gives_even_ports_and_names_their_holders()
    {
        var pool = new PortPool(10_001, 10_006, TimeProvider.System);
        Assert.Equal(4, pool.Capacity);
        Assert.True(pool.TryTake("call-1", out int port));
        Assert.Equal(10_002, port);
        Assert.Equal(2, pool.InUse);
        Assert.Equal([new PortHolder(10_002, "call-1")], pool.Holders);
    }

    [Fact]
    public void Is_exhausted_when_all_pairs_are_taken_and_recovers_when_one_returns()
    {
        var pool = new PortPool(10_000, 10_003, TimeProvider.System);
        Assert.True(pool.TryTake("a", out int first));
        Assert.True(pool.TryTake("b", out _));
        Assert.False(pool.TryTake("c", out _));
        pool.Return(first);
        Assert.True(pool.TryTake("c", out int again));
        Assert.Equal(first, again);
    }

    [Fact]
    public void Hands_out_the_pair_that_rested_longest()
    {
        var pool = new PortPool(10_000, 10_005, TimeProvider.System);
        pool.TryTake("a", out int first);
        pool.Return(first);
        pool.TryTake("b", out int second);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void A_quarantined_pair_rests_until_its_time_is_over()
    {
        var time = new SteppedTime();
        var pool = new PortPool(10_000, 10_001, time);
        pool.Quarantine(10_001, TimeSpan.FromSeconds(30));
        pool.Quarantine(10_000, TimeSpan.FromSeconds(5));
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(pool.TryTake("a", out _));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(pool.TryTake("a", out _));
    }

    [Fact]
    public void An_engine_without_free_ports_refuses_the_leg()
    {
        using var engine = new EngineFixture(options => options with { LastPort = options.FirstPort + 3 });
        engine.OpenLeg();
        engine.OpenLeg();
        Assert.False(engine.Engine.TryOpenLeg("third", engine.Events, out _));
        Assert.Equal(4, engine.Engine.Ports.InUse);
        Assert.All(engine.Engine.Ports.Holders, held => Assert.Equal("test", held.Owner));
    }

    [Fact]
    public void A_port_held_by_another_process_is_skipped()
    {
        int first = 0;
        using var engine = new EngineFixture(options =>
        {
            first = options.FirstPort;
            return options;
        });
        using var foreign = new System.Net.Sockets.UdpClient(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, first + 1));
        Assert.Equal(first + 2, engine.OpenLeg().RtpPort);
    }

    [Fact]
    public void Quarantine_of_the_options_holds_from_the_start()
    {
        int first = 0;
        using var engine = new EngineFixture(options =>
        {
            first = options.FirstPort;
            return options with { Quarantine = [new QuarantinedPort(options.FirstPort, TimeSpan.FromMinutes(1))] };
        });
        Assert.Equal(first + 2, engine.OpenLeg().RtpPort);
    }

    [Fact]
    public void A_silent_peer_raises_one_timeout_and_the_next_packet_arms_it_again()
    {
        using var engine = new EngineFixture(options => options with
        {
            MediaTimeout = TimeSpan.FromMilliseconds(60),
            FirstPacketTimeout = TimeSpan.FromMilliseconds(100),
        });
        using var peer = new RtpPeer();
        MediaLeg leg = engine.OpenLeg(peer.Remote());
        Deadline.Until(() => engine.Events.Timeouts == 1, "no first packet");
        peer.Send(leg.RtpPort, new byte[160]);
        Deadline.Until(() => engine.Events.Timeouts == 2, "no second packet");
        leg.SetRemote(peer.Remote() with { Direction = MediaDirection.SendOnly });
        engine.Settle();
        peer.Send(leg.RtpPort, new byte[160]);
        Deadline.Until(() => leg.ReadStatistics().DroppedPackets == 1, "on hold nothing counts");
        Assert.Equal(2, engine.Events.Timeouts);
    }

    [Fact]
    public void Silence_that_nobody_acted_on_is_told_again_after_the_next_description()
    {
        using var engine = new EngineFixture(options => options with { MediaTimeout = TimeSpan.FromMilliseconds(60), FirstPacketTimeout = TimeSpan.FromMilliseconds(60) });
        using var peer = new RtpPeer();
        MediaLeg leg = engine.OpenLeg(peer.Remote());
        Deadline.Until(() => engine.Events.Timeouts == 1, "silence, on hold as it may be");
        leg.SetRemote(peer.Remote());
        Deadline.Until(() => engine.Events.Timeouts == 2, "silence after it");
    }
}
