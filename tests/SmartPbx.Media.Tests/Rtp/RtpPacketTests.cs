using SmartPbx.Media.Rtp;

namespace SmartPbx.Media.Tests.Rtp;

public sealed class RtpPacketTests
{
    [Fact]
    public void Parsing_gives_back_what_was_written()
    {
        var bytes = new byte[172];
        new RtpHeader(101, true, 65_535, 0xDEADBEEF, 0xCAFEBABE).Write(bytes);
        bytes[12] = 42;
        Assert.True(RtpPacket.TryParse(bytes, out RtpPacket packet, out _));
        Assert.Equal((101, true, 65_535), (packet.PayloadType, packet.Marker, packet.SequenceNumber));
        Assert.Equal((0xDEADBEEF, 0xCAFEBABE), (packet.Timestamp, packet.Ssrc));
        Assert.Equal(160, packet.Payload.Length);
        Assert.Equal(42, packet.Payload[0]);
    }

    [Fact]
    public void Skips_contributing_sources_extension_and_padding()
    {
        byte[] bytes = [0xB1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 9, 9, 9, 9, 0xBE, 0xDE, 0, 1, 8, 8, 8, 8, 7, 7, 0, 2];
        Assert.True(RtpPacket.TryParse(bytes, out RtpPacket packet, out _));
        Assert.Equal(24, packet.HeaderBytes);
        Assert.Equal([7, 7], packet.Payload.ToArray());
    }

    [Theory]
    [InlineData("8000000100000001000000", RtpParseError.Truncated)]
    [InlineData("400000010000000100000001", RtpParseError.BadVersion)]
    [InlineData("820000010000000100000001AABBCCDD", RtpParseError.Truncated)]
    [InlineData("900000010000000100000001BEDE0005", RtpParseError.Truncated)]
    [InlineData("A0000001000000010000000107070709", RtpParseError.BadPadding)]
    [InlineData("A0000001000000010000000107070700", RtpParseError.BadPadding)]
    public void Refuses_malformed_bytes_with_a_reason(string hex, RtpParseError expected)
    {
        Assert.False(RtpPacket.TryParse(Convert.FromHexString(hex), out _, out RtpParseError error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void No_bytes_of_the_wire_make_the_parsers_throw()
    {
        uint state = 1;
        var bytes = new byte[64];
        for (int round = 0; round < 20_000; round++)
        {
            for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)((state = state * 1_664_525 + 1_013_904_223) >> 24);
            bytes[0] = (byte)(0x80 | bytes[0] & 0x3F);
            ReadOnlySpan<byte> datagram = bytes.AsSpan(0, (int)(state >> 16) % 65);
            _ = RtpPacket.TryParse(datagram, out _, out _);
            var reader = new RtcpReader(datagram);
            while (reader.MoveNext())
                if (reader.Type is RtcpType.SenderReport or RtcpType.ReceiverReport && reader.Count > 0)
                    RtcpReportBlock.Read(datagram[reader.ReportsOffset..]);
        }
    }
}
