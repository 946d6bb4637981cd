using System.Buffers.Binary;
using SmartPbx.Media.Audio;
using SmartPbx.Media.Codecs;
using SmartPbx.Media.Detection;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Relay;

public sealed class SendDigitTests
{
    private const byte Events = 101;

    [Fact]
    public void A_key_goes_out_as_growing_events_with_marker_first_and_three_ends()
    {
        using var engine = new EngineFixture();
        using var peer = new RtpPeer();
        MediaLeg leg = engine.OpenLeg(peer.Remote(events: Events));
        leg.SendDigit('7', 100);
        List<ReceivedRtp> packets = Take(peer, 7);
        Assert.All(packets, p => Assert.Equal(Events, p.PayloadType));
        Assert.All(packets, p => Assert.Equal(packets[0].Timestamp, p.Timestamp));
        Assert.All(packets, p => Assert.Equal(7, p.Payload[0]));
        Assert.Equal([true, false, false, false, false, false, false], packets.Select(p => p.Marker));
        Assert.Equal([160, 320, 480, 640, 800, 800, 800], packets.Select(Duration));
        Assert.Equal([false, false, false, false, true, true, true], packets.Select(IsEnd));
        AssertConsecutive(packets);
    }

    [Fact]
    public void A_key_in_the_middle_of_speech_delays_the_speech_and_keeps_the_numbers()
    {
        using var engine = new EngineFixture();
        using var peer = new RtpPeer();
        MediaLeg leg = engine.OpenLeg(peer.Remote(events: Events));
        leg.Playout.Enqueue(new short[160 * 20]);
        List<ReceivedRtp> packets = Take(peer, 5);
        leg.SendDigit('#', 60);
        while (packets.Count(p => p.PayloadType == 0) < 20) packets.Add(peer.ReceiveRtp());
        AssertConsecutive(packets);
        Assert.Equal(5, packets.Count(p => p.PayloadType == Events));
        Assert.Equal(20 * 160, leg.Playout.PlayedSamples);
        ReceivedRtp before = packets[packets.FindIndex(p => p.PayloadType == Events) - 1], after = packets[packets.FindLastIndex(p => p.PayloadType == Events) + 1];
        Assert.True(after.Marker);
        Assert.True(after.Timestamp - before.Timestamp >= 6 * 160);
    }

    [Fact]
    public void A_key_in_relayed_audio_replaces_it_and_the_audio_goes_on_with_the_next_number()
    {
        using var engine = new EngineFixture();
        using RtpPeer caller = new(0xA), callee = new(0xB);
        MediaLeg a = engine.OpenLeg(caller.Remote()), b = engine.OpenLeg(callee.Remote(events: Events));
        a.ConnectTo(b);
        engine.Settle();
        caller.Send(a.RtpPort, new byte[160]);
        List<ReceivedRtp> packets = Take(callee, 1);
        uint sourceTimestamp = caller.Timestamp;
        b.SendDigit('5', 40);
        packets.AddRange(Take(callee, 1));
        caller.Send(a.RtpPort, new byte[160]); // falls into the key
        packets.AddRange(Take(callee, 3));
        engine.Settle();
        Deadline.Until(() => Resumes(caller, a, callee), "audio flows again");
        packets.Add(callee.ReceiveRtp());
        AssertConsecutive(packets);
        Assert.Equal([0, Events, Events, Events, Events, 0], packets.Select(p => (int)p.PayloadType));
        Assert.Equal(0xAu, packets[^1].Ssrc);
        Assert.Equal(0u, (packets[^1].Timestamp - sourceTimestamp) % 160);
        caller.Send(a.RtpPort, new byte[160]);
        Assert.All(Take(callee, 1), p => Assert.Equal(0, p.PayloadType));
    }

    [Fact]
    public void Keys_wait_for_each_other()
    {
        using var engine = new EngineFixture();
        using var peer = new RtpPeer();
        MediaLeg leg = engine.OpenLeg(peer.Remote(events: Events));
        foreach (char key in "19*") leg.SendDigit(key, 40);
        List<ReceivedRtp> packets = Take(peer, 12);
        Assert.Equal([1, 1, 1, 1, 9, 9, 9, 9, 10, 10, 10, 10], packets.Select(p => (int)p.Payload[0]));
        Assert.Equal(3, packets.Select(p => p.Timestamp).Distinct().Count());
        AssertConsecutive(packets);
    }

    [Fact]
    public void A_peer_without_events_hears_a_tone()
    {
        using var engine = new EngineFixture();
        using var peer = new RtpPeer();
        MediaLeg leg = engine.OpenLeg(peer.Remote(PayloadFormat.Pcma));
        leg.SendDigit('6', 120);
        leg.SendDigit('D', 120);
        var detector = new InbandDtmfDetector();
        var heard = new List<char>();
        var pcm = new short[160];
        foreach (ReceivedRtp packet in Take(peer, 18))
        {
            G711Codec.Pcma.Decode(packet.Payload, pcm);
            if (detector.Process(pcm, out DtmfDigit digit)) heard.Add(digit.Digit);
        }
        Assert.Equal(['6', 'D'], heard);
    }

    [Fact]
    public void A_tone_towards_a_wideband_peer_is_heard_as_a_key_on_the_other_leg()
    {
        foreach (PayloadFormat format in AudioCodecs.Supported)
        {
            using var engine = new EngineFixture();
            using RtpPeer presses = new(0xA), hears = new(0xB);
            MediaLeg a = engine.OpenLeg(hears.Remote(format)), b = engine.OpenLeg(presses.Remote(format) with { DetectInbandDtmf = true });
            a.SendDigit('9', 100);
            for (int i = 0; i < 8; i++) presses.SendRaw(b.RtpPort, hears.Receive()); // tone, and the pause that ends it
            Deadline.Until(() => !engine.Events.Digits.IsEmpty, $"{format.EncodingName} carries the tone");
            (char digit, int durationMs) = engine.Events.Digits.First();
            Assert.Equal('9', digit);
            Assert.InRange(durationMs, 60, 140);
        }
    }

    [Fact]
    public void Event_durations_count_on_the_clock_of_the_events_and_long_keys_go_on_in_segments()
    {
        using var engine = new EngineFixture();
        using var peer = new RtpPeer();
        MediaLeg leg = engine.OpenLeg(peer.Remote(PayloadFormat.Opus, events: Events));
        leg.SendDigit('3', 1400); // 67,200 units of 48 kHz
        var receiver = new DtmfEventReceiver(48_000);
        Span<DtmfDigit> digits = new DtmfDigit[DtmfEventReceiver.MaxDigitsPerPacket];
        var timestamps = new HashSet<uint>();
        for (int count = 0; count == 0;)
        {
            ReceivedRtp packet = peer.ReceiveRtp();
            timestamps.Add(packet.Timestamp);
            count = receiver.Process(packet.Ssrc, packet.Timestamp, packet.Payload, digits);
        }
        Assert.Equal(('3', 1400), (digits[0].Digit, digits[0].DurationMs));
        Assert.Equal(2, timestamps.Count);
    }

    [Theory]
    [InlineData(8000)]
    [InlineData(16_000)]
    public void The_tone_has_the_level_and_the_frequencies_of_the_standard(int rate)
    {
        var tone = new DtmfTone(rate);
        var pcm = new short[rate / 5];
        tone.Start('5', 200);
        tone.Read(pcm);
        short[] steady = pcm[(rate / 50)..(rate / 50 + rate / 10)];
        double low = Goertzel.SquaredAmplitude(steady, 770, rate), high = Goertzel.SquaredAmplitude(steady, 1336, rate);
        Assert.InRange(Dbm0(low), -13, -11);
        Assert.InRange(Dbm0(high), -11, -9);
        Assert.True(Math.Abs(pcm[1]) < 300 && Math.Abs(pcm[^2]) < 300);
    }

    [Fact]
    public void A_peer_that_may_not_be_sent_to_gets_no_key_and_later_none_of_the_past()
    {
        using var engine = new EngineFixture();
        using var peer = new RtpPeer();
        MediaLeg leg = engine.OpenLeg(peer.Remote(events: Events) with { Direction = MediaDirection.ReceiveOnly });
        leg.SendDigit('1', 60);
        leg.SetRemote(peer.Remote(events: Events));
        leg.SendDigit('2', 60);
        Assert.Equal(2, peer.ReceiveRtp().Payload[0]);
    }

    private static bool Resumes(RtpPeer caller, MediaLeg leg, RtpPeer callee)
    {
        caller.Send(leg.RtpPort, new byte[160]);
        long until = Environment.TickCount64 + 20;
        while (!callee.HasPacket && Environment.TickCount64 < until) Thread.Yield();
        return callee.HasPacket;
    }

    private static double Dbm0(double squaredAmplitude) => 10 * Math.Log10(squaredAmplitude / ((double)short.MaxValue * short.MaxValue)) + 3.14;

    private static List<ReceivedRtp> Take(RtpPeer peer, int count) => [.. Enumerable.Range(0, count).Select(_ => peer.ReceiveRtp())];

    private static int Duration(ReceivedRtp packet) => BinaryPrimitives.ReadUInt16BigEndian(packet.Payload.AsSpan(2));

    private static bool IsEnd(ReceivedRtp packet) => (packet.Payload[1] & 0x80) != 0;

    private static void AssertConsecutive(List<ReceivedRtp> packets) =>
        Assert.All(packets.Skip(1).Zip(packets), pair => Assert.Equal((ushort)(pair.Second.Sequence + 1), pair.First.Sequence));
}
