using SmartPbx.Media.Rtp;

namespace SmartPbx.Media.Tests.Rtp;

public sealed class ReceptionStatisticsTests
{
    private readonly ReceptionStatistics _statistics = new();

    [Fact]
    public void Extends_the_sequence_over_its_wrap()
    {
        foreach (int sequence in new[] { 65_534, 65_535, 0, 1 }) Receive((ushort)sequence);
        Assert.Equal(65_537, _statistics.ExtendedHighest);
        Assert.Equal(0, _statistics.Lost);
    }

    [Fact]
    public void Reordering_and_duplicates_are_no_loss()
    {
        foreach (int sequence in new[] { 1, 3, 2, 4, 4 }) Receive((ushort)sequence);
        Assert.Equal(0, _statistics.Lost);
        Assert.Equal(4, _statistics.ExtendedHighest);
    }

    [Fact]
    public void Counts_gaps_and_gives_the_fraction_since_the_last_report()
    {
        foreach (int sequence in new[] { 1, 2, 5, 6, 7, 8 }) Receive((ushort)sequence);
        Assert.Equal(2, _statistics.Lost);
        Assert.Equal(2 * 256 / 8, _statistics.TakeFractionLost());
        Receive(9);
        Assert.Equal(0, _statistics.TakeFractionLost());
    }

    [Fact]
    public void A_new_ssrc_starts_over_and_keeps_the_total()
    {
        foreach (int sequence in new[] { 1, 3 }) Receive((ushort)sequence);
        Receive(40_000, ssrc: 2);
        Receive(40_001, ssrc: 2);
        Assert.Equal(1, _statistics.Lost);
        Assert.Equal(1, _statistics.SsrcChanges);
    }

    [Fact]
    public void Steady_packets_have_no_jitter_and_uneven_ones_have()
    {
        for (int i = 0; i < 100; i++) _statistics.Update(1, (ushort)i, (uint)(i * 160), i * 160, 8000);
        Assert.Equal(0, _statistics.JitterMs);
        for (int i = 100; i < 300; i++) _statistics.Update(1, (ushort)i, (uint)(i * 160), i * 160 + i % 2 * 80, 8000);
        Assert.InRange(_statistics.JitterMs, 9, 11);
    }

    private void Receive(ushort sequence, uint ssrc = 1) => _statistics.Update(ssrc, sequence, sequence * 160u, sequence * 160, 8000);
}
