using System.Buffers.Binary;
using SmartPbx.Media.Codecs;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Rtp;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Relay;

public sealed class RelayTests : IDisposable
{
    private readonly EngineFixture _engine = new();
    private readonly RtpPeer _caller = new(0xA);
    private readonly RtpPeer _callee = new(0xB);

    public void Dispose()
    {
        _engine.Dispose();
        _caller.Dispose();
        _callee.Dispose();
    }

    [Fact]
    public void Relays_packets_both_ways_byte_for_byte()
    {
        (MediaLeg a, MediaLeg b) = Connect(_caller.Remote(), _callee.Remote());
        for (byte i = 0; i < 20; i++)
        {
            byte[] there = _caller.Send(a.RtpPort, Payload(i));
            Assert.Equal(there, _callee.Receive());
            byte[] back = _callee.Send(b.RtpPort, Payload((byte)(100 + i)));
            Assert.Equal(back, _caller.Receive());
        }
        Assert.Equal(20, a.ReadStatistics().PacketsReceived);
        Deadline.Until(() => a.ReadStatistics().PacketsSent == 20, "both directions counted");
        Assert.Equal(2, _engine.Events.FirstPackets);
    }

    [Fact]
    public void Renumbers_audio_and_key_events_for_the_other_leg()
    {
        RemoteMedia remoteA = _caller.Remote(new PayloadFormat(96, "PCMU", 8000), events: 101);
        (MediaLeg a, _) = Connect(remoteA, _callee.Remote(PayloadFormat.Pcmu, events: 110));
        _caller.Send(a.RtpPort, Payload(1), payloadType: 96);
        Assert.Equal(0, _callee.ReceiveRtp().PayloadType);
        _caller.Send(a.RtpPort, [5, 0x0A, 0, 160], payloadType: 101);
        ReceivedRtp key = _callee.ReceiveRtp();
        Assert.Equal(110, key.PayloadType);
        Assert.Equal([5, 0x0A, 0, 160], key.Payload);
    }

    [Fact]
    public void Drops_key_events_the_other_leg_did_not_negotiate()
    {
        (MediaLeg a, MediaLeg b) = Connect(_caller.Remote(events: 101), _callee.Remote());
        _caller.Send(a.RtpPort, [5, 0x0A, 0, 160], payloadType: 101);
        _caller.Send(a.RtpPort, Payload(7));
        Assert.Equal(Payload(7), _callee.ReceiveRtp().Payload);
        Assert.Equal(1, b.ReadStatistics().DroppedPackets);
    }

    [Fact]
    public void Converts_between_mu_law_and_a_law()
    {
        (MediaLeg a, _) = Connect(_caller.Remote(PayloadFormat.Pcmu), _callee.Remote(PayloadFormat.Pcma));
        _caller.Send(a.RtpPort, [G711.LinearToMuLaw(8031), G711.LinearToMuLaw(-500)]);
        ReceivedRtp received = _callee.ReceiveRtp();
        Assert.Equal(8, received.PayloadType);
        Assert.InRange(G711.ALawToLinear(received.Payload[0]), 7800, 8300);
        Assert.InRange(G711.ALawToLinear(received.Payload[1]), -530, -470);
    }

    [Fact]
    public void Reports_a_key_once_although_its_end_is_repeated()
    {
        MediaLeg leg = _engine.OpenLeg(_caller.Remote(events: 101));
        foreach (byte[] payload in new byte[][] { [1, 0x0A, 0, 160], [1, 0x0A, 1, 64], [1, 0x8A, 3, 32], [1, 0x8A, 3, 32], [1, 0x8A, 3, 32] })
        {
            _caller.SendRaw(leg.RtpPort, _caller.Compose(payload, 101));
            _caller.Sequence++;
        }
        _caller.Send(leg.RtpPort, Payload(0));
        Deadline.Until(() => leg.ReadStatistics().PacketsReceived == 6, "all packets are in");
        Assert.Equal([('1', 100)], _engine.Events.Digits);
    }

    [Fact]
    public void Hears_keys_in_the_audio_when_asked_to()
    {
        MediaLeg leg = _engine.OpenLeg(_caller.Remote() with { DetectInbandDtmf = true });
        var tone = new SmartPbx.Media.Audio.ToneGenerator(SmartPbx.Media.Audio.ToneCadence.Dtmf('7'));
        var pcm = new short[160];
        var payload = new byte[160];
        for (int i = 0; i < 10; i++)
        {
            tone.Read(pcm);
            G711Codec.Pcmu.Encode(pcm, payload);
            _caller.Send(leg.RtpPort, payload);
        }
        Deadline.Until(() => !_engine.Events.Digits.IsEmpty, "the key is heard");
        Assert.True(_engine.Events.Digits.TryDequeue(out (char Digit, int DurationMs) key));
        Assert.Equal('7', key.Digit);
        Assert.InRange(key.DurationMs, 60, 140);
    }

    [Fact]
    public void Disconnecting_stops_the_relay_both_ways()
    {
        (MediaLeg a, MediaLeg b) = Connect(_caller.Remote(), _callee.Remote());
        b.ConnectTo(null);
        _engine.Settle();
        _caller.Send(a.RtpPort, Payload(1));
        Deadline.Until(() => a.ReadStatistics().PacketsReceived == 1, "the packet is in");
        Assert.Equal(0, b.ReadStatistics().PacketsSent);
    }

    [Fact]
    public void A_new_source_goes_on_in_the_stream_of_the_old_one()
    {
        (MediaLeg a, _) = Connect(_caller.Remote(), _callee.Remote());
        _caller.Send(a.RtpPort, Payload(1));
        ReceivedRtp before = _callee.ReceiveRtp();
        (_caller.Ssrc, _caller.Sequence, _caller.Timestamp) = (0xC0FFEE, 5, 77);
        _caller.Send(a.RtpPort, Payload(2));
        ReceivedRtp after = _callee.ReceiveRtp();
        Assert.Equal(before.Ssrc, after.Ssrc);
        Assert.Equal(before.Sequence + 1, after.Sequence);
        Assert.True(after.Timestamp - before.Timestamp is >= 160 and < 8000);
        Assert.True(after.Marker);
        Assert.Equal(1, a.ReadStatistics().SsrcChanges);
    }

    [Fact]
    public void Relays_rtcp_and_learns_the_round_trip_from_it()
    {
        using var rtcpA = new RtpPeer();
        using var rtcpB = new RtpPeer();
        (MediaLeg a, MediaLeg b) = Connect(_caller.Remote() with { Rtcp = rtcpA.EndPoint }, _callee.Remote() with { Rtcp = rtcpB.EndPoint });
        _caller.Send(a.RtpPort, Payload(1));
        _callee.Receive();
        var report = new byte[RtcpWriter.MaxBytes];
        int length = RtcpWriter.Write(report, _caller.Ssrc, new RtcpSenderInfo(0x0001_2345_6789_0000, 1, 1, 160), null, "caller"u8);
        rtcpA.SendRaw(a.RtcpPort, report.AsSpan(0, length));
        Assert.Equal(report[..length], rtcpB.Receive());
        length = RtcpWriter.Write(report, _callee.Ssrc, null, new RtcpReportBlock(_caller.Ssrc, 64, 1, 1000, 0, 0x2345_6789, 0), "callee"u8);
        rtcpB.SendRaw(b.RtcpPort, report.AsSpan(0, length));
        Assert.Equal(report[..length], rtcpA.Receive());
        LegStatistics statistics = b.ReadStatistics();
        Assert.NotNull(statistics.RoundTripTime);
        Assert.InRange(statistics.RoundTripTime.Value, TimeSpan.Zero, Deadline.Default);
        Assert.Equal(0.25, statistics.RemoteFractionLost);
    }

    [Fact]
    public void Counts_loss_and_malformed_packets()
    {
        MediaLeg leg = _engine.OpenLeg(_caller.Remote());
        _caller.Send(leg.RtpPort, Payload(1));
        _caller.Sequence += 3;
        _caller.Send(leg.RtpPort, Payload(2));
        _caller.SendRaw(leg.RtpPort, [0x00, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        Deadline.Until(() => leg.ReadStatistics() is { PacketsReceived: 2, MalformedPackets: 1 }, "three datagrams are in");
        Assert.Equal(3, leg.ReadStatistics().PacketsLost);
    }

    [Fact]
    public void A_leg_on_hold_sends_and_receives_nothing()
    {
        (MediaLeg a, MediaLeg b) = Connect(_caller.Remote(), _callee.Remote() with { Direction = MediaDirection.Inactive });
        _caller.Send(a.RtpPort, Payload(1));
        _callee.Send(b.RtpPort, Payload(2));
        Deadline.Until(() => b.ReadStatistics().DroppedPackets == 2, "both are dropped");
        Assert.False(_callee.HasPacket);
        Assert.False(_caller.HasPacket);
    }

    [Fact]
    public void A_handler_that_throws_harms_nobody()
    {
        MediaLeg leg = _engine.OpenLeg(_caller.Remote(), new ThrowingEvents());
        _caller.Send(leg.RtpPort, Payload(1));
        _caller.Send(leg.RtpPort, Payload(2));
        Deadline.Until(() => leg.ReadStatistics().PacketsReceived == 2, "the relay goes on");
        Assert.Equal(1, _engine.Engine.Counters.EventFailures);
    }

    private (MediaLeg A, MediaLeg B) Connect(RemoteMedia remoteA, RemoteMedia remoteB)
    {
        MediaLeg a = _engine.OpenLeg(remoteA), b = _engine.OpenLeg(remoteB);
        a.ConnectTo(b);
        _engine.Settle();
        return (a, b);
    }

    private static byte[] Payload(byte seed)
    {
        var payload = new byte[160];
        for (int i = 0; i < payload.Length; i++) payload[i] = (byte)(seed + i);
        BinaryPrimitives.WriteUInt32BigEndian(payload, seed);
        return payload;
    }

    private sealed class ThrowingEvents : IMediaEvents
    {
        public void OnFirstPacket(MediaLeg leg) => throw new InvalidOperationException();

        public void OnDtmf(MediaLeg leg, char digit, int durationMs) => throw new InvalidOperationException();

        public void OnMediaTimeout(MediaLeg leg) => throw new InvalidOperationException();
    }
}
