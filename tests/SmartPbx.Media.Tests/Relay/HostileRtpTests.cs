using System.Buffers.Binary;
using SmartPbx.Media.Codecs;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Rtp;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Relay;

public sealed class HostileRtpTests : IDisposable
{
    private const int Datagrams = 3000;

    private readonly EngineFixture _engine = new();
    private readonly RtpPeer _caller = new(0xA), _callee = new(0xB);

    public void Dispose()
    {
        _engine.Dispose();
        _caller.Dispose();
        _callee.Dispose();
    }

    public static TheoryData<string> Targets()
    {
        var targets = new TheoryData<string>();
        foreach (PayloadFormat format in AudioCodecs.Supported) targets.Add(format.EncodingName);
        return targets;
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Random_datagrams_of_the_locked_source_change_nothing_for_good(string codec)
    {
        PayloadFormat target = AudioCodecs.Supported.Single(f => f.EncodingName == codec);
        MediaLeg a = _engine.OpenLeg(_caller.Remote(events: 101)), b = _engine.OpenLeg(_callee.Remote(target, events: 101));
        using AudioTap tap = a.OpenTap(TapSide.Inbound), heard = b.OpenTap(TapSide.Outbound);
        a.ConnectTo(b);
        _engine.Settle();
        _caller.Send(a.RtpPort, new byte[160]);
        var random = new Random(5);
        for (int i = 0; i < Datagrams; i++)
        {
            var bytes = new byte[random.Next(0, 1600)];
            random.NextBytes(bytes);
            if (bytes.Length > 1 && i % 4 != 0) (bytes[0], bytes[1]) = ((byte)(0x80 | random.Next(64)), i % 3 == 0 ? (byte)0 : (byte)101); // a good first byte, a known type
            _caller.SendRaw(i % 10 == 0 ? a.RtcpPort : a.RtpPort, bytes);
        }
        _engine.Settle();
        Assert.Null(_engine.Fault);
        AssertAudioPasses(a, target.PayloadType);
    }

    [Fact]
    public void Headers_that_lie_about_padding_sources_and_extensions_are_malformed()
    {
        MediaLeg a = _engine.OpenLeg(_caller.Remote());
        _caller.Send(a.RtpPort, new byte[160]);
        byte[] good = _caller.Compose(new byte[20]);
        (byte First, Action<byte[]> Break)[] lies =
        [
            (0x40, _ => { }), // version 1
            (0xA0, p => p[^1] = 255), // more padding than packet
            (0xA0, p => p[^1] = 0), // padding of nothing
            (0x8F, _ => { }), // 15 sources in 20 bytes
            (0x90, p => BinaryPrimitives.WriteUInt16BigEndian(p.AsSpan(14), 0xFFFF)), // an extension of 262,140 bytes
        ];
        foreach ((byte first, Action<byte[]> change) in lies)
        {
            byte[] packet = [.. good];
            packet[0] = first;
            change(packet);
            _caller.SendRaw(a.RtpPort, packet);
        }
        _caller.SendRaw(a.RtpPort, good.AsSpan(0, 11));
        Deadline.Until(() => a.ReadStatistics().MalformedPackets == lies.Length + 1, "all are counted");
        Assert.Equal(1, a.ReadStatistics().PacketsReceived);
    }

    [Fact]
    public void Empty_and_giant_payloads_and_foreign_types_neither_fault_nor_pass_to_another_codec()
    {
        MediaLeg a = _engine.OpenLeg(_caller.Remote()), b = _engine.OpenLeg(_callee.Remote(PayloadFormat.G722));
        a.ConnectTo(b);
        _engine.Settle();
        _caller.Send(a.RtpPort, []);
        _caller.Send(a.RtpPort, new byte[2000]); // cut by the receive buffer, and longer than any packet time
        foreach (byte type in (byte[])[3, 18, 77, 127]) _caller.Send(a.RtpPort, new byte[160], type);
        Deadline.Until(() => b.ReadStatistics().DroppedPackets >= 4, "foreign types are dropped");
        AssertAudioPasses(a, PayloadFormat.G722.PayloadType);
    }

    [Fact]
    public void A_thousand_changes_of_the_source_stay_one_stream_of_one_size()
    {
        MediaLeg a = _engine.OpenLeg(_caller.Remote()), b = _engine.OpenLeg(_callee.Remote());
        a.ConnectTo(b);
        _engine.Settle();
        var random = new Random(3);
        uint ssrc = 0;
        for (int i = 0; i < 1000; i++)
        {
            (_caller.Ssrc, _caller.Sequence, _caller.Timestamp) = ((uint)random.Next(), (ushort)random.Next(), (uint)random.Next());
            _caller.Send(a.RtpPort, new byte[160]);
            ReceivedRtp packet = _callee.ReceiveRtp();
            if (i == 0) ssrc = packet.Ssrc;
            Assert.Equal(ssrc, packet.Ssrc);
        }
        Assert.Equal(999, a.ReadStatistics().SsrcChanges);
    }

    [Fact]
    public void Two_peers_with_the_same_source_identifier_are_told_apart()
    {
        MediaLeg a = _engine.OpenLeg(_caller.Remote()), b = _engine.OpenLeg(_callee.Remote());
        a.ConnectTo(b);
        _engine.Settle();
        _callee.Ssrc = _caller.Ssrc;
        _callee.Send(b.RtpPort, new byte[160]);
        Assert.Equal(_callee.Ssrc, _caller.ReceiveRtp().Ssrc);
        _caller.Send(a.RtpPort, new byte[160]); // uses what we use towards it: we give way on both legs
        Assert.NotEqual(_caller.Ssrc, _callee.ReceiveRtp().Ssrc);
        _callee.Send(b.RtpPort, new byte[160]);
        Assert.NotEqual(_caller.Ssrc, _caller.ReceiveRtp().Ssrc);
    }

    [Fact]
    public void A_peer_that_sends_back_what_it_hears_is_relayed_and_changes_us_a_few_times_only()
    {
        MediaLeg a = _engine.OpenLeg(_caller.Remote()), b = _engine.OpenLeg(_callee.Remote());
        a.ConnectTo(b);
        _engine.Settle();
        var sources = new HashSet<uint>();
        for (int i = 0; i < 50; i++)
        {
            _caller.Send(a.RtpPort, new byte[160]);
            byte[] echo = _callee.Receive();
            sources.Add(BinaryPrimitives.ReadUInt32BigEndian(echo.AsSpan(8)));
            _callee.SendRaw(b.RtpPort, echo);
            Assert.NotEqual(_caller.Ssrc, _caller.ReceiveRtp().Ssrc);
        }
        Assert.InRange(sources.Count, 2, 5);
    }

    private void AssertAudioPasses(MediaLeg a, byte payloadType)
    {
        (_caller.Ssrc, _caller.Sequence, _caller.Timestamp) = (0xCAFE, 1, 1);
        Deadline.Until(() => Passes(a, payloadType), "audio passes again");
    }

    private bool Passes(MediaLeg a, byte payloadType)
    {
        _caller.Send(a.RtpPort, Enumerable.Repeat((byte)0xFF, 160).ToArray());
        for (int i = 0; i < 4 * Datagrams && _callee.HasPacket; i++)
            if (RtpPacket.TryParse(_callee.Receive(), out RtpPacket packet, out _) && packet.PayloadType == payloadType) return true;
        return false;
    }
}
