using System.Net;
using SmartPbx.Media.Codecs;
using SmartPbx.Media.Mixing;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Relay;

/// <summary>Sockets that the kernel reads for us, where it may; elsewhere the same has to hold by epoll. What must end such a reading, and what it must outlive.</summary>
public sealed class RingIoTests : IDisposable
{
    private static readonly byte[] Payload = new byte[160];

    private readonly EngineFixture _engine = new();
    private readonly RtpPeer _caller = new(0xA), _callee = new(0xB);
    private readonly MediaLeg _a, _b;

    public RingIoTests()
    {
        (_a, _b) = Connect(_caller, _callee);
        _engine.Settle();
        Warm(_a, _caller, _callee);
        Warm(_b, _callee, _caller);
    }

    public void Dispose()
    {
        _engine.Dispose();
        _caller.Dispose();
        _callee.Dispose();
    }

    [Fact]
    public void Epoll_serves_where_io_uring_is_not_wanted()
    {
        using var plain = new EngineFixture(options => options with { MayUseIoRing = false });
        Assert.False(plain.Engine.UsesIoRing);
    }

    [Fact]
    public void A_peer_that_moves_is_followed_and_its_former_address_is_not_heard()
    {
        using var moved = new RtpPeer(0xC);
        _a.SetRemote(moved.Remote());
        _engine.Settle();
        _caller.Send(_a.RtpPort, Payload);
        byte[] sent = moved.Send(_a.RtpPort, Payload);
        Assert.Equal(sent[12..], _callee.Receive()[12..]);
        Assert.False(_callee.HasPacket);
        Assert.Equal(moved.EndPoint, _a.ReadStatistics().Source);
        Assert.Equal(1, _a.ReadStatistics().IgnoredSourcePackets);
        Warm(_a, moved, _callee);
    }

    [Fact]
    public void Strangers_stay_ignored()
    {
        using var stranger = new RtpPeer(0xD);
        stranger.Send(_a.RtpPort, Payload);
        Assert.Equal(_caller.Send(_a.RtpPort, Payload), _callee.Receive());
        Deadline.Until(() => _a.ReadStatistics().IgnoredSourcePackets == 1, "the stranger is ignored");
        Assert.False(_callee.HasPacket);
    }

    [Fact]
    public void An_empty_datagram_ends_nothing()
    {
        for (int i = 0; i < 3; i++)
        {
            _caller.SendRaw(_a.RtpPort, []);
            Assert.Equal(_caller.Send(_a.RtpPort, Payload), _callee.Receive());
        }
    }

    [Fact]
    public void Ports_are_free_again_when_the_legs_are_closed()
    {
        int port = _a.RtpPort;
        _a.Dispose();
        _b.Dispose();
        Deadline.Until(() => _engine.Engine.Ports.Holders.Count == 0, "the ports are free");
        BoundPair? again = BoundPair.TryBind(IPAddress.Loopback, port);
        Assert.NotNull(again);
        again.Close();
    }

    [Fact]
    public void A_leg_is_closed_in_the_moment_in_which_its_reading_has_ended()
    {
        using HoldingEvents first = new(), second = new();
        using var peer = new RtpPeer(0xE);
        MediaLeg one = _engine.OpenLeg(peer.Remote(), first), two = _engine.OpenLeg(peer.Remote(), second);
        peer.Send(one.RtpPort, Payload);
        first.AwaitHeld();
        _caller.SendRaw(_a.RtpPort, []); // ends its reading in the next pass,
        peer.Send(two.RtpPort, Payload); // which stands still before it begins anew
        first.Release();
        second.AwaitHeld();
        _a.Dispose();
        second.Release();
        Deadline.Until(() => _engine.Engine.Ports.Holders.All(held => held.RtpPort != _a.RtpPort), "its ports are free");
        Warm(_b, _callee, null);
    }

    [Fact]
    public void A_mix_may_let_go_of_a_leg_that_has_just_been_closed()
    {
        using var hold = new HoldingEvents();
        using var peer = new RtpPeer(0xE);
        MediaLeg listener = _engine.OpenLeg(peer.Remote()), blocker = _engine.OpenLeg(peer.Remote(), hold);
        Mixer mixer = _engine.Engine.OpenMixer();
        mixer.Arrange(new MixPlan([new MixOutput(listener, [new MixShare(new MixInput(_a, TapSide.Inbound))])]));
        _engine.Settle();
        peer.Send(blocker.RtpPort, Payload);
        hold.AwaitHeld();
        _a.Dispose();
        mixer.Dispose();
        hold.Release();
        Deadline.Until(() => _engine.Engine.Ports.Holders.All(held => held.RtpPort != _a.RtpPort), "its ports are free");
    }

    [Fact]
    public void An_engine_that_ends_closes_what_is_still_read()
    {
        var engine = new MediaEngine(new MediaEngineOptions { FirstPort = 31_980, LastPort = 31_999 });
        engine.Start();
        Assert.True(engine.TryOpenLeg("test", new RecordedEvents(), out MediaLeg? leg));
        leg.SetRemote(_caller.Remote());
        Deadline.Until(() =>
        {
            _caller.Send(leg.RtpPort, Payload);
            return engine.UsesIoRing ? leg.State.Sockets.Rtp.Reading != 0 : leg.State.Sockets.IsPlain;
        }, "the socket is read plainly");
        engine.Dispose();
        Assert.Empty(engine.Ports.Holders);
        Assert.Equal(0, engine.Counters.OpenSockets);
    }

    [Fact]
    public void A_refused_packet_is_counted_and_the_stream_goes_on_when_the_peer_is_back()
    {
        int port = _callee.EndPoint.Port;
        _callee.Dispose();
        Deadline.Until(() =>
        {
            _caller.Send(_a.RtpPort, Payload);
            return _engine.Engine.Counters.SendErrors > 0 && _b.ReadStatistics().SendErrors > 0;
        }, "a refusal is counted");
        using var back = new RtpPeer(0xB, port: port);
        Warm(_a, _caller, back);
        Warm(_b, back, _caller);
    }

    [Theory]
    [InlineData("PCMU")] // passes as it is
    [InlineData("PCMA")] // converted on the way
    [InlineData("G722")] // transcoded by another thread
    public void Nth_packet_that_finds_nobody_costs_itself_and_at_most_the_next(string codec)
    {
        const int Packets = 8;
        PayloadFormat format = AudioCodecs.Supported.Single(known => known.EncodingName == codec);
        for (int n = 1; n <= Packets; n++)
        {
            using var caller = new RtpPeer(0xA);
            var callee = new RtpPeer(0xB);
            MediaLeg a = _engine.OpenLeg(caller.Remote()), b = _engine.OpenLeg(callee.Remote(format));
            a.ConnectTo(b);
            _engine.Settle();
            callee.Send(b.RtpPort, Payload, format.PayloadType); // so that the leg is connected to it, and hears of refusals
            caller.Receive();
            for (int i = 1; i <= Packets; i++)
            {
                int port = callee.EndPoint.Port;
                if (i == n) callee.Dispose();
                caller.Send(a.RtpPort, Payload);
                if (i == n)
                {
                    Deadline.Until(() => b.ReadStatistics() is var sent && sent.PacketsSent + sent.SendErrors == n, "it is sent");
                    _engine.Settle(); // and has gone where nobody is
                    callee = new RtpPeer(0xB, port: port);
                }
                else if (i == n + 1)
                {
                    Deadline.Until(() => callee.HasPacket || b.ReadStatistics().SendErrors > 0, "the next is heard, or the refusal counted");
                    if (callee.HasPacket) callee.Receive(); // the kernel told the reading side
                }
                else
                {
                    callee.Receive();
                }
            }
            Assert.InRange(b.ReadStatistics().SendErrors, 0, 1);
            Assert.False(callee.HasPacket);
            callee.Dispose();
            a.Dispose();
            b.Dispose();
        }
    }

    [Fact]
    public void A_burst_of_more_packets_than_there_are_buffers_arrives_whole()
    {
        const int Legs = 6, Packets = 200; // of one leg, as many as its socket takes
        using var hold = new HoldingEvents();
        using var wide = new EngineFixture(options => options with { FirstPort = 31_900, LastPort = 31_963, ReceiveBuffers = 32 });
        RtpPeer[] callers = [.. Enumerable.Range(0, Legs).Select(i => new RtpPeer((uint)(0x100 + i)))], callees = [.. Enumerable.Range(0, Legs).Select(i => new RtpPeer((uint)(0x200 + i)))];
        (MediaLeg A, MediaLeg B)[] calls = [.. callers.Zip(callees, (caller, callee) => Connect(caller, callee, wide))];
        wide.Settle();
        for (int i = 0; i < Legs; i++)
        {
            Warm(calls[i].A, callers[i], callees[i], wide);
            Warm(calls[i].B, callees[i], callers[i], wide);
        }
        using var blocker = new RtpPeer(0xE);
        MediaLeg blocked = wide.OpenLeg(blocker.Remote(), hold);
        blocker.Send(blocked.RtpPort, Payload);
        for (int n = 0; n < Packets; n++)
            for (int i = 0; i < Legs; i++) callers[i].Send(calls[i].A.RtpPort, Payload);
        hold.Release();
        for (int i = 0; i < Legs; i++)
        {
            ushort next = (ushort)(callers[i].Sequence - Packets);
            for (int n = 0; n < Packets; n++) Assert.Equal(next++, callees[i].ReceiveRtp().Sequence);
        }
        foreach (RtpPeer peer in callers.Concat(callees)) peer.Dispose();
    }

    private (MediaLeg A, MediaLeg B) Connect(RtpPeer caller, RtpPeer callee, EngineFixture? engine = null)
    {
        MediaLeg a = (engine ?? _engine).OpenLeg(caller.Remote()), b = (engine ?? _engine).OpenLeg(callee.Remote());
        a.ConnectTo(b);
        return (a, b);
    }

    // Until the socket is read in the way that it will be.
    private void Warm(MediaLeg leg, RtpPeer from, RtpPeer? to, EngineFixture? engine = null)
    {
        Deadline.Until(() =>
        {
            from.Send(leg.RtpPort, Payload);
            to?.Receive();
            return (engine ?? _engine).Engine.UsesIoRing ? leg.State.Sockets.Rtp.Reading != 0 : leg.State.Sockets.IsPlain;
        }, "the socket is read plainly");
    }

    // Keeps the relay from going on.
    private sealed class HoldingEvents : IMediaEvents, IDisposable
    {
        private readonly ManualResetEventSlim _held = new(), _released = new();

        public void AwaitHeld() => Assert.True(_held.Wait(Deadline.Default));

        public void Release() => _released.Set();

        public void OnFirstPacket(MediaLeg leg)
        {
            _held.Set();
            _released.Wait(Deadline.Default);
        }

        public void Dispose()
        {
            _held.Dispose();
            _released.Dispose();
        }

        public void OnDtmf(MediaLeg leg, char digit, int durationMs) { }

        public void OnMediaTimeout(MediaLeg leg) { }
    }
}
