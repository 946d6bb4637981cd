using SmartPbx.Media.Codecs;
using SmartPbx.Media.Recording;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Relay;

/// <summary>The short way of plain packets, and everything that must end it with the very next packet.</summary>
public sealed class PacketLaneTests : IDisposable
{
    private readonly EngineFixture _engine = new();
    private readonly RtpPeer _caller = new(0xA), _callee = new(0xB);
    private readonly MediaLeg _a, _b;

    public PacketLaneTests()
    {
        (_a, _b) = (_engine.OpenLeg(_caller.Remote(events: 101)), _engine.OpenLeg(_callee.Remote(events: 96)));
        _a.ConnectTo(_b);
        _engine.Settle();
        OpenLanes();
    }

    public void Dispose()
    {
        _engine.Dispose();
        _caller.Dispose();
        _callee.Dispose();
    }

    [Fact]
    public void Plain_packets_pass_untouched_and_are_counted_on_both_legs()
    {
        LegStatistics from = _a.ReadStatistics(), to = _b.ReadStatistics();
        long relayed = _engine.Engine.Counters.PacketsRelayed, received = _engine.Engine.Counters.PacketsReceived;
        for (int i = 0; i < 10; i++) Assert.Equal(Send(), _callee.Receive());
        _engine.Settle();
        Assert.Equal(10, _a.ReadStatistics().PacketsReceived - from.PacketsReceived);
        Assert.Equal(1720, _a.ReadStatistics().BytesReceived - from.BytesReceived);
        Assert.Equal(10, _b.ReadStatistics().PacketsSent - to.PacketsSent);
        Assert.Equal(1720, _b.ReadStatistics().BytesSent - to.BytesSent);
        Assert.Equal(10, _engine.Engine.Counters.PacketsRelayed - relayed);
        Assert.Equal(10, _engine.Engine.Counters.PacketsReceived - received);
    }

    [Fact]
    public void Loss_is_counted_and_numbers_pass_as_they_are()
    {
        Send();
        ushort before = _callee.ReceiveRtp().Sequence;
        _caller.Sequence += 3;
        _caller.Timestamp += 480;
        Send();
        Assert.Equal((ushort)(before + 4), _callee.ReceiveRtp().Sequence);
        _engine.Settle();
        Assert.Equal(3, _a.ReadStatistics().PacketsLost);
    }

    [Fact]
    public void A_tap_gets_the_next_packet()
    {
        using AudioTap inbound = _a.OpenTap(TapSide.Inbound), outbound = _b.OpenTap(TapSide.Outbound);
        _engine.Settle();
        Assert.False(_a.State.Lane.IsOpen);
        Assert.True(_b.State.Lane.IsOpen); // nobody listens to the other direction
        inbound.Dispose();
        outbound.Dispose();
        _engine.Settle();
        Assert.True(_a.State.Lane.IsOpen);
    }

    [Fact]
    public async Task A_recorder_gets_the_next_packet()
    {
        using var folder = new TempFolder();
        CallRecorder recorder = CallRecorder.Start(folder.File("call.wav"), _a, new RecorderOptions());
        _engine.Settle();
        byte loud = G711.LinearToMuLaw(20_000);
        for (int i = 0; i < 5; i++)
        {
            _caller.Send(_a.RtpPort, Enumerable.Repeat(loud, 160).ToArray());
            _callee.Receive();
        }
        RecordingResult result = await recorder.SealAsync();
        short[] caller = Wav.Channel(result.Path, 0);
        Assert.Equal(5 * 160, caller.Count(sample => sample > 10_000));
        _engine.Settle();
        Assert.True(_a.State.Lane.IsOpen);
    }

    [Fact]
    public void Hold_stops_the_next_packet()
    {
        _b.SetRemote(_callee.Remote(events: 96) with { Direction = MediaDirection.Inactive });
        _engine.Settle();
        Send();
        Deadline.Until(() => _b.ReadStatistics().DroppedPackets == 1, "the packet is dropped");
        Assert.False(_callee.HasPacket);
    }

    [Fact]
    public void A_key_goes_out_instead_of_the_audio()
    {
        _b.SendDigit('7', 60);
        Assert.Equal(96, _callee.ReceiveRtp().PayloadType);
        Send();
        for (int i = 0; i < 3; i++) Assert.Equal(96, _callee.ReceiveRtp().PayloadType);
    }

    [Fact]
    public void A_key_of_the_peer_is_reported_and_passes_renumbered()
    {
        for (int i = 0; i < 3; i++)
        {
            _caller.SendRaw(_a.RtpPort, _caller.Compose([5, 0x8A, 0, 160], 101, marker: i == 0));
            _caller.Sequence++;
            Assert.Equal(96, _callee.ReceiveRtp().PayloadType);
        }
        Deadline.Until(() => !_engine.Events.Digits.IsEmpty, "the key is reported");
        Assert.Equal('5', _engine.Events.Digits.First().Digit);
    }

    [Fact]
    public void Another_source_goes_on_in_the_same_stream()
    {
        Send();
        ReceivedRtp last = _callee.ReceiveRtp();
        (_caller.Ssrc, _caller.Sequence, _caller.Timestamp) = (0x99, 7, 4_000_000_000);
        for (int i = 1; i <= 3; i++)
        {
            Send();
            ReceivedRtp next = _callee.ReceiveRtp();
            Assert.Equal((last.Ssrc, (ushort)(last.Sequence + i), i == 1), (next.Ssrc, next.Sequence, next.Marker));
        }
    }

    [Fact]
    public void A_peer_that_moved_is_sent_to_at_its_new_address()
    {
        using var elsewhere = new RtpPeer(0xB);
        _b.SetRemote(elsewhere.Remote(events: 96));
        _engine.Settle();
        byte[] sent = Send();
        Assert.Equal(sent, elsewhere.Receive());
        Assert.False(_callee.HasPacket);
    }

    [Fact]
    public void Another_numbering_of_the_codec_is_followed()
    {
        _b.SetRemote(_callee.Remote(new PayloadFormat(110, "PCMU", 8000), events: 96));
        OpenLanes();
        Send();
        Assert.Equal(110, _callee.ReceiveRtp().PayloadType);
    }

    [Fact]
    public void Rubbish_is_counted_and_the_next_packet_passes()
    {
        _caller.SendRaw(_a.RtpPort, [1, 2, 3]);
        _caller.SendRaw(_a.RtpPort, [0x80, 0, 1]);
        Assert.Equal(Send(), _callee.Receive());
        _engine.Settle();
        Assert.Equal(2, _a.ReadStatistics().MalformedPackets);
    }

    [Fact]
    public void Padding_extension_and_contributors_pass_as_they_are()
    {
        foreach (byte first in (byte[])[0x90, 0x81])
        {
            byte[] packet = _caller.Compose(new byte[164]);
            packet[0] = first;
            _caller.SendRaw(_a.RtpPort, packet);
            _caller.Sequence++;
            Assert.Equal(packet, _callee.Receive());
        }
    }

    [Fact]
    public void Legs_taken_apart_send_nothing_on()
    {
        _a.ConnectTo(null);
        _engine.Settle();
        Send();
        Deadline.Until(() => !_a.State.Lane.IsOpen && !_b.State.Lane.IsOpen, "both lanes are closed");
        _engine.Settle();
        Assert.False(_callee.HasPacket);
    }

    private byte[] Send() => _caller.Send(_a.RtpPort, new byte[160]);

    // The lanes open with the sweep, when both sources are locked and nothing waits from before.
    private void OpenLanes() => Deadline.Until(() =>
    {
        _caller.Send(_a.RtpPort, new byte[160]);
        byte[] toCallee = _callee.Receive();
        _callee.Send(_b.RtpPort, new byte[160], toCallee[1] is 110 ? (byte)110 : (byte)0);
        _caller.Receive();
        return _a.State.Lane.IsOpen && _b.State.Lane.IsOpen;
    }, "both lanes are open");
}
