using SmartPbx.Media.Codecs;
using SmartPbx.Media.Detection;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Rtp;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Relay;

public sealed class TranscodingTests : IDisposable
{
    private const double ToneHz = 700;

    private readonly EngineFixture _engine = new();
    private readonly RtpPeer _caller = new(0xA), _callee = new(0xB);

    public void Dispose()
    {
        _engine.Dispose();
        _caller.Dispose();
        _callee.Dispose();
    }

    public static TheoryData<string, string, int> Pairs()
    {
        var pairs = new TheoryData<string, string, int>();
        foreach (PayloadFormat from in AudioCodecs.Supported)
            foreach (PayloadFormat to in AudioCodecs.Supported)
                if (from.EncodingName != to.EncodingName && !(from.EncodingName.StartsWith("PCM", StringComparison.Ordinal) && to.EncodingName.StartsWith("PCM", StringComparison.Ordinal)))
                    foreach (int packetTime in (int[])[20, 40, 60]) pairs.Add(from.EncodingName, to.EncodingName, packetTime);
        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_tone_passes_between_any_two_codecs(string from, string to, int packetTimeMs)
    {
        PayloadFormat target = Format(to);
        (MediaLeg a, _) = Connect(Format(from), target, packetTimeMs);
        using var source = new ToneSource(Format(from), ToneHz);
        int packets = 600 / packetTimeMs;
        List<ReceivedRtp> received = [];
        for (int sent = 0; sent < 32; sent++)
        {
            source.Send(_caller, a.RtpPort);
            if ((sent + 1) * 20 % packetTimeMs == 0 && received.Count < packets) received.Add(_callee.ReceiveRtp());
        }
        AssertOneStream(received, (uint)(packetTimeMs * target.ClockRateHz / 1000), target.PayloadType);
        Assert.True(received[0].Marker);
        Assert.True(ToneShare(received, target) > 0.9);
        Assert.Equal(0, _engine.Engine.Counters.SendErrors);
    }

    [Fact]
    public void Packets_of_ten_milliseconds_are_joined_and_long_ones_split()
    {
        (MediaLeg a, _) = Connect(PayloadFormat.Pcmu, PayloadFormat.G722, 20);
        foreach (int samples in (int[])[80, 80, 480, 160])
        {
            _caller.SendRaw(a.RtpPort, _caller.Compose(new byte[samples]));
            _caller.Sequence++;
            _caller.Timestamp += (uint)samples;
        }
        AssertOneStream(Take(5), 160, 9);
    }

    [Fact]
    public void A_short_loss_is_concealed_and_a_long_silence_stays_one()
    {
        (MediaLeg a, _) = Connect(PayloadFormat.Pcmu, PayloadFormat.G722, 20);
        SendPcmu(a, 2);
        Lose(1);
        SendPcmu(a, 2);
        List<ReceivedRtp> received = Take(5);
        AssertOneStream(received, 160, 9);
        _caller.Timestamp += 160 * 100; // two seconds of silence suppression: the numbers go on
        SendPcmu(a, 1);
        ReceivedRtp after = Take(1)[0];
        Assert.True(after.Marker);
        Assert.Equal((ushort)(received[^1].Sequence + 1), after.Sequence);
        Assert.Equal(received[^1].Timestamp + 160 * 101, after.Timestamp);
    }

    [Fact]
    public void Late_and_repeated_packets_are_left_out()
    {
        (MediaLeg a, _) = Connect(PayloadFormat.Pcmu, PayloadFormat.G722, 20);
        SendPcmu(a, 1);
        byte[] late = _caller.Compose(new byte[160]);
        Lose(1);
        SendPcmu(a, 1);
        _caller.SendRaw(a.RtpPort, late);
        SendPcmu(a, 1);
        AssertOneStream(Take(4), 160, 9);
        Assert.False(_callee.HasPacket);
    }

    [Fact]
    public void A_new_source_goes_on_in_the_same_stream()
    {
        (MediaLeg a, _) = Connect(PayloadFormat.Pcma, PayloadFormat.G722, 20);
        SendPcmu(a, 2, payloadType: 8);
        (_caller.Ssrc, _caller.Sequence, _caller.Timestamp) = (0x99, 7, 4_000_000_000);
        SendPcmu(a, 2, payloadType: 8);
        List<ReceivedRtp> received = Take(4);
        Assert.Single(received.Select(p => p.Ssrc).Distinct());
        Assert.Equal([0, 1, 2, 3], received.Select(p => (ushort)(p.Sequence - received[0].Sequence)));
        Assert.True(received[2].Marker);
        Assert.True((int)(received[2].Timestamp - received[1].Timestamp) > 0);
    }

    [Fact]
    public void A_jump_of_the_timestamp_does_not_tear_the_stream()
    {
        (MediaLeg a, _) = Connect(PayloadFormat.Pcmu, PayloadFormat.G722, 20);
        SendPcmu(a, 1);
        _caller.Timestamp += 0x7000_0000;
        SendPcmu(a, 1);
        _caller.Timestamp -= 0x7F00_0000;
        SendPcmu(a, 1);
        AssertOneStream(Take(3), 160, 9);
    }

    [OpusFact]
    public void Events_change_their_clock_with_the_codec()
    {
        RemoteMedia from = _caller.Remote(PayloadFormat.Pcmu, events: 101), to = _callee.Remote(PayloadFormat.Opus, events: 110);
        MediaLeg a = _engine.OpenLeg(from), b = _engine.OpenLeg(to);
        a.ConnectTo(b);
        _engine.Settle();
        SendPcmu(a, 2);
        ReceivedRtp audio = Take(2)[^1];
        foreach ((int duration, bool end) in ((int, bool)[])[(160, false), (320, false), (320, true)])
        {
            _caller.SendRaw(a.RtpPort, _caller.Compose([5, (byte)(end ? 0x8A : 0x0A), (byte)(duration >> 8), (byte)duration], 101, marker: duration == 160));
            _caller.Sequence++;
        }
        List<ReceivedRtp> events = Take(3);
        Assert.All(events, p => Assert.Equal(110, p.PayloadType));
        Assert.Equal([960, 1920, 1920], events.Select(p => (p.Payload[2] << 8) | p.Payload[3]));
        Assert.All(events, p => Assert.Equal(audio.Timestamp + 960, p.Timestamp));
        Assert.Equal([1, 2, 3], events.Select(p => (ushort)(p.Sequence - audio.Sequence)));
        Assert.Equal('5', WaitForDigit());
    }

    [Fact]
    public void Comfort_noise_becomes_noise_until_audio_comes_again()
    {
        (MediaLeg a, _) = Connect(PayloadFormat.Pcmu, PayloadFormat.G722, 20);
        SendPcmu(a, 1);
        _caller.SendRaw(a.RtpPort, _caller.Compose([40], RelayRoute.ComfortNoise));
        _caller.Sequence++;
        List<ReceivedRtp> received = Take(6);
        using IAudioDecoder decoder = G722Codec.Instance.CreateDecoder(16_000);
        var pcm = new short[320];
        double level = 0;
        foreach (ReceivedRtp packet in received)
        {
            decoder.Decode(packet.Payload, pcm);
            level = Math.Sqrt(pcm.Average(s => (double)s * s));
        }
        Assert.InRange(level, 100, 900); // -40 dBov is 328
    }

    [Fact]
    public void Each_side_gets_reports_of_our_own()
    {
        (MediaLeg a, MediaLeg b) = Connect(PayloadFormat.Pcmu, PayloadFormat.G722, 20);
        SendPcmu(a, 1);
        Take(1);
        var report = new byte[RtcpWriter.MaxBytes];
        int length = RtcpWriter.Write(report, 0xA, new RtcpSenderInfo(1, 2, 3, 4), null, "x"u8);
        _caller.SendRaw(a.RtcpPort, report.AsSpan(0, length));
        _engine.Settle();
        Assert.False(_callee.HasPacket);
        Assert.Equal(0, b.ReadStatistics().DroppedPackets);
    }

    [Fact]
    public void A_codec_that_nobody_here_knows_is_not_sent_to_a_side_with_another()
    {
        (MediaLeg a, MediaLeg b) = Connect(new PayloadFormat(18, "G729", 8000), PayloadFormat.Pcmu, 20);
        _caller.Send(a.RtpPort, new byte[20], 18);
        Deadline.Until(() => b.ReadStatistics().DroppedPackets == 1, "the packet is dropped");
        Assert.False(_callee.HasPacket);
    }

    [Fact]
    public void Hold_and_resume_keep_the_transcoder_and_its_stream()
    {
        (MediaLeg a, _) = Connect(PayloadFormat.Pcmu, PayloadFormat.G722, 20);
        SendPcmu(a, 2);
        List<ReceivedRtp> received = Take(2);
        a.SetRemote(_caller.Remote(PayloadFormat.Pcmu) with { Direction = MediaDirection.Inactive });
        a.SetRemote(_caller.Remote(PayloadFormat.Pcmu));
        _engine.Settle();
        SendPcmu(a, 2);
        received.AddRange(Take(2));
        AssertOneStream(received, 160, 9);
    }

    private (MediaLeg A, MediaLeg B) Connect(PayloadFormat from, PayloadFormat to, int packetTimeMs)
    {
        MediaLeg a = _engine.OpenLeg(_caller.Remote(from)), b = _engine.OpenLeg(_callee.Remote(to) with { PacketTimeMs = packetTimeMs });
        a.ConnectTo(b);
        _engine.Settle();
        return (a, b);
    }

    private static PayloadFormat Format(string name) => AudioCodecs.Supported.Single(f => f.EncodingName == name);

    private void SendPcmu(MediaLeg leg, int count, byte payloadType = 0)
    {
        for (int i = 0; i < count; i++) _caller.Send(leg.RtpPort, Enumerable.Repeat((byte)0xFF, 160).ToArray(), payloadType);
    }

    private void Lose(int packets)
    {
        _caller.Sequence += (ushort)packets;
        _caller.Timestamp += (uint)(160 * packets);
    }

    private List<ReceivedRtp> Take(int count) => [.. Enumerable.Range(0, count).Select(_ => _callee.ReceiveRtp())];

    private char WaitForDigit()
    {
        Deadline.Until(() => !_engine.Events.Digits.IsEmpty, "a key is reported");
        return _engine.Events.Digits.First().Digit;
    }

    private static void AssertOneStream(List<ReceivedRtp> packets, uint step, byte payloadType)
    {
        Assert.All(packets, p => Assert.Equal(payloadType, p.PayloadType));
        Assert.Single(packets.Select(p => p.Ssrc).Distinct());
        for (int i = 1; i < packets.Count; i++)
        {
            Assert.Equal((ushort)(packets[i - 1].Sequence + 1), packets[i].Sequence);
            Assert.Equal(packets[i - 1].Timestamp + step, packets[i].Timestamp);
        }
    }

    private static double ToneShare(List<ReceivedRtp> packets, PayloadFormat format)
    {
        Assert.True(AudioCodecs.TryFind(format, out IAudioCodec? codec));
        using IAudioDecoder decoder = codec.CreateDecoder(codec.SampleRateHz);
        var pcm = new short[1920];
        short[] heard = [.. packets.SelectMany(p => pcm[..decoder.Decode(p.Payload, pcm)])];
        return Goertzel.Share(heard.AsSpan(heard.Length / 4), ToneHz, codec.SampleRateHz);
    }
}
