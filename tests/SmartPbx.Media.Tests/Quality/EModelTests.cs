using SmartPbx.Media.Quality;
using SmartPbx.Media.Relay;

namespace SmartPbx.Media.Tests.Quality;

public sealed class EModelTests
{
    [Fact]
    public void A_perfect_line_has_the_default_rating_and_score()
    {
        double rating = EModel.Rating(CodecImpairment.G711, 0, 0);
        Assert.Equal(93.2, rating, 3);
        Assert.Equal(4.41, EModel.Mos(rating), 2); // G.107 annex B
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(50, 2.58)] // G.107 table B.1: the limits of user satisfaction
    [InlineData(60, 3.10)]
    [InlineData(70, 3.60)]
    [InlineData(80, 4.03)]
    [InlineData(90, 4.34)]
    [InlineData(100, 4.5)]
    public void Scores_are_those_of_the_table(double rating, double mos) => Assert.Equal(mos, EModel.Mos(rating), 1);

    [Fact]
    public void Loss_delay_bursts_and_codecs_cost_what_they_should()
    {
        double clean = EModel.Rating(CodecImpairment.G711, 50, 0);
        Assert.Equal(95.0 * 5 / (5 + 25.1), clean - EModel.Rating(CodecImpairment.G711, 50, 0.05), 6);
        Assert.True(EModel.Rating(CodecImpairment.G711, 50, 0.05, burstRatio: 3) < EModel.Rating(CodecImpairment.G711, 50, 0.05));
        Assert.Equal(11, clean - EModel.Rating(CodecImpairment.G729, 50, 0), 6);
        Assert.InRange(clean - EModel.Rating(CodecImpairment.G711, 400, 0), 30, 35);
        Assert.Equal(0, EModel.Rating(CodecImpairment.G723, 5000, 1));
    }

    [Fact]
    public void Each_direction_is_judged_by_who_receives_it()
    {
        var counted = new LegStatistics
        {
            PacketsReceived = 950, PacketsLost = 50, LossEvents = 10, JitterMs = 5, PacketsSent = 1000, RemotePacketsLost = 0, RemoteJitterMs = 1,
            RoundTripTime = TimeSpan.FromMilliseconds(60),
        };
        StreamQuality heard = StreamQuality.Inbound(counted, "PCMU")!.Value, sent = StreamQuality.Outbound(counted, "PCMU")!.Value;
        Assert.Equal(0.05, heard.LossShare, 6);
        Assert.True(heard.Mos < 3.8 && sent.Mos > 4.2, $"{heard.Mos} and {sent.Mos}");
    }

    [Fact]
    public void Without_audio_or_reports_there_is_no_score()
    {
        Assert.Null(StreamQuality.Inbound(new LegStatistics { PacketsReceived = 10 }, "PCMU"));
        Assert.Null(StreamQuality.Outbound(new LegStatistics { PacketsSent = 1000 }, "PCMU"));
    }
}
