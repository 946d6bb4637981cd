using SmartPbx.Media.Quality;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Rtp;
using SmartPbx.Media.Tests.Rtp;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Relay;

public sealed class LegRtcpTests
{
    [Fact]
    public void A_closing_leg_says_goodbye_for_its_stream_on_the_shared_port()
    {
        using var engine = new EngineFixture();
        using var peer = new RtpPeer();
        MediaLeg leg = engine.OpenLeg(peer.Remote() with { Rtcp = peer.EndPoint });
        leg.Playout.Enqueue(new short[160]);
        uint ssrc = peer.ReceiveRtp().Ssrc;
        leg.Dispose();
        byte[] report = peer.Receive();
        var reader = new RtcpReader(report);
        var types = new List<RtcpType>();
        while (reader.MoveNext()) types.Add(reader.Type);
        Assert.Equal([RtcpType.SenderReport, RtcpType.SourceDescription, RtcpType.Goodbye], types);
        Assert.Equal(ssrc, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(report.AsSpan(report.Length - 4)));
    }

    [Fact]
    public void Reports_come_every_five_seconds_on_average_and_never_in_step()
    {
        var timer = new ReportTimer(12345);
        List<long> due = [.. Enumerable.Range(0, 100_000).Select(tick => (long)tick).Where(timer.IsDue)];
        List<long> gaps = [.. due.Zip(due.Skip(1), (one, next) => next - one)];
        Assert.InRange(due[0], 60, 190);
        Assert.All(gaps, gap => Assert.InRange(gap, 125, 375));
        Assert.InRange(gaps.Average(), 240, 260);
        Assert.True(gaps.Distinct().Count() > 50);
    }

    [Fact]
    public void Reports_of_the_peer_tell_its_loss_and_jitter()
    {
        using var engine = new EngineFixture();
        using var peer = new RtpPeer();
        MediaLeg leg = engine.OpenLeg(peer.Remote() with { Rtcp = peer.EndPoint });
        peer.Send(leg.RtpPort, new byte[160]);
        leg.Playout.Enqueue(new short[160]);
        uint ssrc = peer.ReceiveRtp().Ssrc;
        Assert.Null(leg.ReadStatistics().RemotePacketsLost);
        var report = new byte[RtcpWriter.MaxBytes];
        int length = RtcpWriter.Write(report, peer.Ssrc, null, new RtcpReportBlock(ssrc, 64, 7, 1, 80, 0, 0), "x"u8);
        peer.SendRaw(leg.RtpPort, report.AsSpan(0, length));
        Deadline.Until(() => leg.ReadStatistics().RemotePacketsLost == 7, "the report is read");
        Assert.Equal(10, leg.ReadStatistics().RemoteJitterMs);
        Assert.Equal(0.25, leg.ReadStatistics().RemoteFractionLost);
    }

    [Fact]
    public void Rating_of_the_peer_is_what_it_hears()
    {
        using var engine = new EngineFixture();
        using var peer = new RtpPeer();
        MediaLeg leg = engine.OpenLeg(peer.Remote() with { Rtcp = peer.EndPoint });
        peer.Send(leg.RtpPort, new byte[160]);
        leg.Playout.Enqueue(new short[160 * 60]);
        uint ssrc = peer.ReceiveRtp().Ssrc;
        var report = new byte[RtcpWriter.MaxBytes];
        int length = RtcpWriter.Write(report, peer.Ssrc, null, new RtcpReportBlock(ssrc, 0, 0, 1, 80, 0, 0), "x"u8);
        peer.SendRaw(leg.RtpPort, [.. report[..length], .. VoipMetricsTests.Packet(VoipMetricsTests.Block(ssrc, discard: 64, mos: (38, 31)))]);
        Deadline.Until(() => leg.ReadStatistics() is { RemoteMos: not null, PacketsSent: >= 50 }, "the report is read");
        LegStatistics counted = leg.ReadStatistics();
        Assert.Equal((3.1, 0.25), (counted.RemoteMos, counted.RemoteDiscarded));
        Assert.Equal(3.1, StreamQuality.Outbound(counted, "PCMU")!.Value.Mos);
        Assert.True(StreamQuality.Outbound(counted with { RemoteMos = null }, "PCMU")!.Value.Mos < 3); // a quarter is as good as lost
        Assert.Equal(0, StreamQuality.Outbound(counted with { RemoteMos = null }, "PCMU")!.Value.LossShare);
    }

    [Fact]
    public void Losses_are_counted_by_packets_and_by_events()
    {
        var statistics = new ReceptionStatistics();
        foreach (ushort sequence in (ushort[])[1, 2, 5, 6, 8]) statistics.Update(1, sequence, sequence * 160u, sequence * 160.0, 8000);
        Assert.Equal(3, statistics.Lost);
        Assert.Equal(2, statistics.LossEvents);
    }
}
