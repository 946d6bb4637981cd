using System.Net;
using System.Net.Sockets;
using SmartPbx.Media.Audio;
using SmartPbx.Media.Codecs;
using SmartPbx.Media.Recording;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Relay;

/// <summary>The budget of every kind of packet is nothing: bytes allocated by the threads of the media path, not their time.</summary>
public sealed class AllocationTests : IDisposable
{
    private const int Packets = 2000;
    private const int WarmUpPackets = 1500; // beyond the reads that still compare sources after the lock: every path has run once

    private readonly EngineFixture _engine = new(options => options with { OtherBindAddress = IPAddress.IPv6Loopback });
    private readonly SilentEvents _events = new();
    private readonly RtpPeer _caller = new(0xA), _callee = new(0xB);

    public void Dispose()
    {
        _engine.Dispose();
        _caller.Dispose();
        _callee.Dispose();
    }

    [Fact]
    public void Relayed_packets_allocate_nothing()
    {
        (MediaLeg a, _) = Connect(PayloadFormat.Pcmu);
        Deadline.Until(() =>
        {
            Relay(a);
            return a.State.Lane.IsOpen;
        }, "packets take the short way");
        AssertFree(() => Relay(a));
    }

    [Fact]
    public void Tapped_packets_allocate_nothing()
    {
        (MediaLeg a, MediaLeg b) = Connect(PayloadFormat.Pcmu);
        using AudioTap tap = a.OpenTap(TapSide.Inbound), heard = b.OpenTap(TapSide.Outbound);
        AssertFree(() => Relay(a));
    }

    [Fact]
    public async Task Recorded_packets_allocate_nothing()
    {
        using var folder = new TempFolder();
        (MediaLeg a, _) = Connect(PayloadFormat.Pcmu);
        await using CallRecorder recorder = CallRecorder.Start(folder.File("call.wav"), a, new RecorderOptions());
        AssertFree(() => Relay(a));
    }

    [Fact]
    public void Packets_of_ever_new_sources_allocate_nothing()
    {
        (MediaLeg a, _) = Connect(PayloadFormat.Pcmu);
        int sent = 0;
        AssertFree(() =>
        {
            if (sent++ % 10 == 0) _caller.Ssrc++;
            Relay(a);
        });
    }

    [Fact]
    public void Keys_of_the_peer_allocate_nothing()
    {
        (MediaLeg a, _) = Connect(PayloadFormat.Pcmu);
        AssertFree(() =>
        {
            _caller.Timestamp += 160;
            Relay(a, _caller.Compose([5, 0x8A, 0, 160], 101));
        });
    }

    [Fact]
    public void Keys_found_in_the_audio_allocate_nothing()
    {
        MediaLeg a = _engine.OpenLeg(_caller.Remote() with { DetectInbandDtmf = true }, _events), b = _engine.OpenLeg(_callee.Remote(), _events);
        a.ConnectTo(b);
        _engine.Settle();
        AssertFree(() => Relay(a));
    }

    [Fact]
    public void Packets_between_ipv4_and_ipv6_allocate_nothing()
    {
        using var callee = new RtpPeer(0xB, IPAddress.IPv6Loopback);
        MediaLeg a = _engine.OpenLeg(_caller.Remote(), _events), b = _engine.OpenLeg(events: _events);
        Assert.True(b.TryUse(AddressFamily.InterNetworkV6));
        b.SetRemote(callee.Remote());
        a.ConnectTo(b);
        _engine.Settle();
        AssertFree(() => Relay(a, _caller.Compose(new byte[160]), callee));
    }

    [OpusFact]
    public void Packets_transcoded_to_opus_allocate_nothing() => AssertTranscodingFree(PayloadFormat.Opus);

    [Fact]
    public void Packets_transcoded_to_g722_allocate_nothing() => AssertTranscodingFree(PayloadFormat.G722);

    [Fact]
    public void Playout_music_and_a_waiting_tap_allocate_nothing()
    {
        MediaLeg leg = _engine.OpenLeg(_caller.Remote());
        leg.SetKeepAlive(true);
        leg.Playout.SetBackground(new HoldMusic());
        using AudioTap tap = leg.OpenTap(TapSide.Outbound);
        Task reader = Task.Run(async () =>
        {
            var frame = new short[160];
            while (await tap.WaitToReadAsync()) tap.TryRead(frame, out _);
        });
        for (int i = 0; i < 20; i++) _caller.Receive();
        long before = SettledAllocation();
        for (int i = 0; i < 50; i++) _caller.Receive();
        Assert.Equal(0, SettledAllocation() - before);
    }

    private void AssertTranscodingFree(PayloadFormat target)
    {
        (MediaLeg a, MediaLeg b) = Connect(target);
        using AudioTap tap = a.OpenTap(TapSide.Inbound), heard = b.OpenTap(TapSide.Outbound);
        long before = 0;
        AssertFree(() => Relay(a), () => before = _engine.Engine.TranscodingAllocatedBytes);
        Assert.Equal(0, _engine.Engine.TranscodingAllocatedBytes - before);
    }

    private (MediaLeg A, MediaLeg B) Connect(PayloadFormat target)
    {
        MediaLeg a = _engine.OpenLeg(_caller.Remote(events: 101), _events), b = _engine.OpenLeg(_callee.Remote(target, events: 96), _events);
        a.ConnectTo(b);
        _engine.Settle();
        _callee.Send(b.RtpPort, new byte[target == PayloadFormat.Opus ? 1 : 160], target.PayloadType); // the lanes need both sources
        return (a, b);
    }

    private void AssertFree(Action sendOne, Action? afterWarmUp = null)
    {
        for (int i = 0; i < WarmUpPackets; i++) sendOne();
        long allocated;
        int collections, tries = 0;
        do
        {
            collections = GC.CollectionCount(0);
            long before = SettledAllocation();
            afterWarmUp?.Invoke();
            for (int i = 0; i < Packets; i++) sendOne();
            allocated = SettledAllocation() - before;
        }
        while (allocated != 0 && GC.CollectionCount(0) != collections && ++tries < 5); // another test's collection may count what the thread had left of its last 8 kB of heap
        Assert.Equal(0, allocated);
        Assert.Equal(0, _engine.Engine.Counters.SendErrors);
    }

    private void Relay(MediaLeg leg) => Relay(leg, _caller.Compose(new byte[160]));

    private void Relay(MediaLeg leg, byte[] packet, RtpPeer? callee = null)
    {
        _caller.SendRaw(leg.RtpPort, packet);
        _caller.Sequence++;
        _caller.Timestamp += 160;
        (callee ?? _callee).Receive();
    }

    // The figure is taken with each tick: one more full tick covers everything before.
    private long SettledAllocation()
    {
        MediaCounters counters = _engine.Engine.Counters;
        long tick = Volatile.Read(ref counters.TickCount);
        Deadline.Until(() => Volatile.Read(ref counters.TickCount) >= tick + 2, "two ticks pass");
        return counters.RelayAllocatedBytes;
    }

    private sealed class SilentEvents : IMediaEvents
    {
        public void OnFirstPacket(MediaLeg leg) { }

        public void OnDtmf(MediaLeg leg, char digit, int durationMs) { }

        public void OnMediaTimeout(MediaLeg leg) { }
    }
}
