using System.Buffers.Binary;
using SmartPbx.Media.Rtp;

namespace SmartPbx.Media.Tests.Rtp;

public sealed class VoipMetricsTests
{
    private const uint Ours = 0x01020304;

    [Fact]
    public void Metrics_of_our_stream_are_found_among_other_blocks()
    {
        byte[] packet = Packet(StatisticsSummary(Ours), Block(9, mos: (20, 20)), Block(Ours, loss: 64, discard: 32, mos: (42, 39)));
        Assert.True(VoipMetrics.TryFind(packet, Ours, out VoipMetrics metrics));
        Assert.Equal(new VoipMetrics(0.25, 0.125, 4.2, 3.9), metrics);
        Assert.False(VoipMetrics.TryFind(packet, 7, out _));
    }

    [Theory]
    [InlineData(127)] // unavailable
    [InlineData(9)]
    [InlineData(51)]
    [InlineData(0)]
    public void Opinions_out_of_range_are_not_measured(byte mos)
    {
        Assert.True(VoipMetrics.TryFind(Packet(Block(Ours, mos: (mos, 35))), Ours, out VoipMetrics metrics));
        Assert.Equal((null, 3.5), (metrics.ListeningMos, metrics.ConversationalMos));
    }

    [Fact]
    public void Cut_and_lying_blocks_are_passed_over()
    {
        byte[] whole = Packet(StatisticsSummary(Ours), Block(Ours));
        for (int length = 0; length < whole.Length; length++) Assert.False(VoipMetrics.TryFind(whole.AsSpan(0, length), Ours, out _));
        byte[] shortBlock = Packet(Block(Ours)[..16]);
        BinaryPrimitives.WriteUInt16BigEndian(shortBlock.AsSpan(10), 3);
        Assert.False(VoipMetrics.TryFind(shortBlock, Ours, out _));
        var random = new Random(1);
        for (int i = 0; i < 10_000; i++)
        {
            var bytes = new byte[random.Next(80)];
            random.NextBytes(bytes);
            VoipMetrics.TryFind(bytes, Ours, out _);
            VoipMetrics.Rename(bytes, Ours, 9);
        }
    }

    [Fact]
    public void A_stream_is_renamed_in_every_block_that_reports_on_it()
    {
        byte[] lastReceiverReports = [5, 0, 0, 6, .. Number(Ours), .. new byte[8], .. Number(8), .. new byte[8]], referenceTime = [4, 0, 0, 2, .. Number(Ours), .. new byte[4]];
        byte[] packet = Packet(StatisticsSummary(Ours), lastReceiverReports, referenceTime, Block(Ours), Block(8));
        VoipMetrics.Rename(packet, Ours, 99);
        byte[] renamedReports = [5, 0, 0, 6, .. Number(99), .. new byte[8], .. Number(8), .. new byte[8]];
        Assert.Equal(Packet(StatisticsSummary(99), renamedReports, referenceTime, Block(99), Block(8)), packet);
    }

    /// <summary>A block of type 7 (RFC 3611 section 4.7).</summary>
    internal static byte[] Block(uint ssrc, byte loss = 0, byte discard = 0, (byte Listening, byte Conversational)? mos = null) =>
        [7, 0, 0, 8, .. Number(ssrc), loss, discard, 0, 0, .. new byte[12], 127, 127, mos?.Listening ?? 127, mos?.Conversational ?? 127, .. new byte[8]];

    internal static byte[] Packet(params byte[][] blocks)
    {
        int words = 1 + blocks.Sum(block => block.Length) / 4;
        return [0x80, 207, (byte)(words >> 8), (byte)words, .. Number(0xFEED), .. blocks.SelectMany(block => block)];
    }

    private static byte[] StatisticsSummary(uint ssrc) => [6, 0, 0, 9, .. Number(ssrc), .. new byte[32]];

    private static byte[] Number(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }
}
