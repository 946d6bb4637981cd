using System.Net;
using SmartPbx.Media.Codecs;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Relay;

public sealed class LatchingTests : IDisposable
{
    private static readonly byte[] Payload = new byte[160];

    private readonly EngineFixture _engine = new();
    private readonly RtpPeer _announced = new(1);
    private readonly RtpPeer _other = new(2);

    public void Dispose()
    {
        _engine.Dispose();
        _announced.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void First_source_wins_over_the_sdp_address_and_gets_the_audio()
    {
        MediaLeg leg = _engine.OpenLeg(_announced.Remote());
        _other.Send(leg.RtpPort, Payload);
        Deadline.Until(() => leg.ReadStatistics().Source is not null, "the stream is locked");
        Assert.Equal(_other.EndPoint, leg.ReadStatistics().Source);
        leg.Playout.Enqueue(new short[160]);
        Assert.Equal(0, _other.ReceiveRtp().PayloadType);
        Assert.False(_announced.HasPacket);
    }

    [Fact]
    public void A_locked_stream_ignores_and_counts_other_sources()
    {
        MediaLeg leg = _engine.OpenLeg(_announced.Remote());
        _announced.Send(leg.RtpPort, Payload);
        Deadline.Until(() => leg.ReadStatistics().Source is not null, "the stream is locked");
        for (int i = 0; i < 3; i++) _other.Send(leg.RtpPort, Payload);
        _announced.Send(leg.RtpPort, Payload);
        Deadline.Until(() => leg.ReadStatistics() is { PacketsReceived: 2, IgnoredSourcePackets: 3 }, "three are ignored");
        Assert.Equal(3, _engine.Engine.Counters.IgnoredSourcePackets);
        Assert.Equal(0, leg.ReadStatistics().SsrcChanges);
    }

    [Fact]
    public void Packets_of_two_sources_queued_before_the_lock_do_not_mix()
    {
        using var before = new EngineFixture();
        MediaLeg leg = before.OpenLeg();
        before.Settle();
        using var hold = new ManualResetEventSlim();
        MediaLeg blocker = before.OpenLeg(_announced.Remote(), new BlockingEvents(hold));
        _announced.Send(blocker.RtpPort, Payload); // its event keeps the relay busy while two sources fill the leg's socket
        leg.SetRemote(_announced.Remote() with { Latching = Latching.SdpAddress });
        for (int i = 0; i < 5; i++)
        {
            _other.Send(leg.RtpPort, Payload);
            _announced.Send(leg.RtpPort, Payload);
        }
        hold.Set();
        Deadline.Until(() => leg.ReadStatistics() is var all && all.PacketsReceived + all.IgnoredSourcePackets + all.DroppedPackets == 10, "ten are in");
        Assert.Equal(0, leg.ReadStatistics().SsrcChanges);
    }

    [Fact]
    public void An_sdp_lock_accepts_the_announced_address_only()
    {
        MediaLeg leg = _engine.OpenLeg(_announced.Remote() with { Latching = Latching.SdpAddress });
        _engine.Settle();
        _other.Send(leg.RtpPort, Payload);
        _announced.Send(leg.RtpPort, Payload);
        Deadline.Until(() => leg.ReadStatistics() is { PacketsReceived: 1, IgnoredSourcePackets: 1 }, "one is taken");
        Assert.Equal(_announced.EndPoint, leg.ReadStatistics().Source);
    }

    [Fact]
    public void A_changed_address_releases_the_lock_and_a_changed_direction_keeps_it()
    {
        MediaLeg leg = _engine.OpenLeg(_announced.Remote());
        _announced.Send(leg.RtpPort, Payload);
        Deadline.Until(() => leg.ReadStatistics().Source is not null, "the stream is locked");
        leg.SetRemote(_announced.Remote() with { Direction = MediaDirection.ReceiveOnly });
        _engine.Settle();
        Assert.NotNull(leg.ReadStatistics().Source);
        leg.SetRemote(_other.Remote());
        _engine.Settle();
        _other.Send(leg.RtpPort, Payload);
        Deadline.Until(() => _other.EndPoint.Equals(leg.ReadStatistics().Source), "the stream follows");
    }

    [Fact]
    public void What_still_comes_from_the_old_address_does_not_take_the_lock_back()
    {
        MediaLeg leg = _engine.OpenLeg(_announced.Remote());
        _announced.Send(leg.RtpPort, Payload);
        Deadline.Until(() => leg.ReadStatistics().Source is not null, "the stream is locked");
        leg.SetRemote(_other.Remote());
        _engine.Settle();
        _announced.Send(leg.RtpPort, Payload);
        Deadline.Until(() => leg.ReadStatistics().IgnoredSourcePackets == 1, "the straggler is ignored");
        _other.Send(leg.RtpPort, Payload);
        Deadline.Until(() => _other.EndPoint.Equals(leg.ReadStatistics().Source), "the stream follows");
    }

    [Fact]
    public void Nothing_is_sent_to_an_unspecified_address()
    {
        MediaLeg leg = _engine.OpenLeg(new RemoteMedia(new IPEndPoint(IPAddress.Any, 0), PayloadFormat.Pcmu));
        leg.Playout.Enqueue(new short[1600]);
        leg.SetKeepAlive(true);
        _engine.Settle();
        Assert.Equal(0, leg.ReadStatistics().PacketsSent);
        Assert.Equal(0, leg.Playout.PlayedSamples);
    }

    [Fact]
    public void An_sdp_lock_without_an_address_admits_nobody()
    {
        MediaLeg leg = _engine.OpenLeg(new RemoteMedia(new IPEndPoint(IPAddress.Any, 0), PayloadFormat.Pcmu) { Latching = Latching.SdpAddress });
        _other.Send(leg.RtpPort, Payload);
        Deadline.Until(() => leg.ReadStatistics().IgnoredSourcePackets == 1, "the packet is ignored");
        Assert.Null(leg.ReadStatistics().Source);
    }

    private sealed class BlockingEvents(ManualResetEventSlim hold) : IMediaEvents
    {
        public void OnFirstPacket(MediaLeg leg) => hold.Wait(Deadline.Default);

        public void OnDtmf(MediaLeg leg, char digit, int durationMs)
        {
        }

        public void OnMediaTimeout(MediaLeg leg)
        {
        }
    }
}
