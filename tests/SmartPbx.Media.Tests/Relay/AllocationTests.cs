using System.Net;
using System.Net.Sockets;
using SmartPbx.Media.Audio;
using SmartPbx.Media.Codecs;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Relay;

public sealed class AllocationTests
{
    private const int Packets = 10_000;
    private const int TranscodedPackets = 1000;
    private const int WarmUpPackets = 1500; // beyond the reads that still compare sources after the lock: every path has run once

    [Fact]
    public void Ten_thousand_relayed_and_tapped_packets_allocate_nothing()
    {
        using var engine = new EngineFixture();
        using var caller = new RtpPeer(0xA);
        using var callee = new RtpPeer(0xB);
        MediaLeg a = engine.OpenLeg(caller.Remote(events: 101)), b = engine.OpenLeg(callee.Remote(events: 96));
        using AudioTap tap = a.OpenTap(TapSide.Inbound), heard = b.OpenTap(TapSide.Outbound);
        a.ConnectTo(b);
        engine.Settle();
        var payload = new byte[160];
        byte[] packet = caller.Compose(payload);
        Drive(engine, caller, callee, a.RtpPort, packet, WarmUpPackets);
        long before = SettledAllocation(engine);
        Drive(engine, caller, callee, a.RtpPort, packet, Packets);
        Assert.Equal(0, SettledAllocation(engine) - before);
    }

    [Fact]
    public void Packets_between_ipv4_and_ipv6_allocate_nothing()
    {
        using var engine = new EngineFixture(options => options with { OtherBindAddress = IPAddress.IPv6Loopback });
        using RtpPeer caller = new(0xA), callee = new(0xB, IPAddress.IPv6Loopback);
        MediaLeg a = engine.OpenLeg(caller.Remote()), b = engine.OpenLeg();
        Assert.True(b.TryUse(AddressFamily.InterNetworkV6));
        b.SetRemote(callee.Remote());
        a.ConnectTo(b);
        engine.Settle();
        byte[] packet = caller.Compose(new byte[160]);
        Drive(engine, caller, callee, a.RtpPort, packet, WarmUpPackets);
        long before = SettledAllocation(engine);
        Drive(engine, caller, callee, a.RtpPort, packet, Packets);
        Assert.Equal(0, SettledAllocation(engine) - before);
    }

    [OpusFact]
    public void Transcoded_and_tapped_packets_allocate_nothing()
    {
        foreach (PayloadFormat target in (PayloadFormat[])[PayloadFormat.G722, PayloadFormat.Opus])
        {
            using var engine = new EngineFixture();
            using RtpPeer caller = new(0xA), callee = new(0xB);
            MediaLeg a = engine.OpenLeg(caller.Remote(events: 101)), b = engine.OpenLeg(callee.Remote(target, events: 96));
            using AudioTap tap = a.OpenTap(TapSide.Inbound), heard = b.OpenTap(TapSide.Outbound);
            a.ConnectTo(b);
            engine.Settle();
            byte[] packet = caller.Compose(new byte[160]);
            Drive(engine, caller, callee, a.RtpPort, packet, WarmUpPackets);
            long before = SettledAllocation(engine), transcoding = engine.Engine.TranscodingAllocatedBytes;
            Drive(engine, caller, callee, a.RtpPort, packet, TranscodedPackets);
            Assert.Equal(0, SettledAllocation(engine) - before);
            Assert.Equal(0, engine.Engine.TranscodingAllocatedBytes - transcoding);
        }
    }

    [Fact]
    public void Playout_music_and_a_waiting_tap_allocate_nothing()
    {
        using var engine = new EngineFixture();
        using var caller = new RtpPeer(0xA);
        MediaLeg leg = engine.OpenLeg(caller.Remote());
        leg.SetKeepAlive(true);
        leg.Playout.SetBackground(new HoldMusic());
        using AudioTap tap = leg.OpenTap(TapSide.Outbound);
        using var stop = new CancellationTokenSource();
        Task reader = Task.Run(async () =>
        {
            var frame = new short[160];
            while (await tap.WaitToReadAsync()) tap.TryRead(frame, out _);
        });
        for (int i = 0; i < 20; i++) caller.Receive();
        long before = SettledAllocation(engine);
        for (int i = 0; i < 50; i++) caller.Receive();
        Assert.Equal(0, SettledAllocation(engine) - before);
    }

    private static void Drive(EngineFixture engine, RtpPeer caller, RtpPeer callee, int port, byte[] packet, int count)
    {
        for (int i = 0; i < count; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), caller.Sequence++);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), caller.Timestamp += 160);
            caller.SendRaw(port, packet);
            callee.Receive();
        }
        Assert.Equal(0, engine.Engine.Counters.SendErrors);
    }

    // The counter is taken at each tick: one more full tick covers everything before.
    private static long SettledAllocation(EngineFixture engine)
    {
        long now = TimeProvider.System.GetTimestamp();
        Deadline.Until(() => TimeProvider.System.GetElapsedTime(now).TotalMilliseconds > 45, "two ticks pass");
        return engine.Engine.Counters.RelayAllocatedBytes;
    }
}
