using SmartPbx.Media.Rtp;

namespace SmartPbx.Media.Tests.Rtp;

public sealed class RtcpTests
{
    [Fact]
    public void A_composed_report_reads_back()
    {
        var bytes = new byte[RtcpWriter.MaxBytes];
        var block = new RtcpReportBlock(7, 12, -3, 70_000, 15, 0xAABBCCDD, 65_536);
        int length = RtcpWriter.Write(bytes, 5, new RtcpSenderInfo(1, 2, 3, 4), block, "someone"u8);
        var reader = new RtcpReader(bytes.AsSpan(0, length));
        Assert.True(reader.MoveNext());
        Assert.Equal((RtcpType.SenderReport, 1), (reader.Type, reader.Count));
        Assert.Equal(block, RtcpReportBlock.Read(bytes.AsSpan(reader.ReportsOffset)));
        Assert.True(reader.MoveNext());
        Assert.Equal(RtcpType.SourceDescription, reader.Type);
        Assert.False(reader.MoveNext());
        Assert.Equal(0, length % 4);
    }

    [Fact]
    public void A_report_that_promises_more_blocks_than_it_has_is_refused()
    {
        byte[] bytes = [0x82, 201, 0, 1, 0, 0, 0, 5];
        Assert.False(new RtcpReader(bytes).MoveNext());
    }

    [Fact]
    public void Ntp_time_counts_seconds_since_1900()
    {
        ulong ntp = RtcpSenderInfo.ToNtp(new DateTimeOffset(1970, 1, 1, 0, 0, 0, 500, TimeSpan.Zero));
        Assert.Equal(2_208_988_800u, (uint)(ntp >> 32));
        Assert.Equal(0x8000_0000u, (uint)ntp);
    }
}
