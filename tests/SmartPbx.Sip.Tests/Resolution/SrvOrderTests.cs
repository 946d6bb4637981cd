using SmartPbx.Sip.Resolution;
using SmartPbx.Sip.Resolution.Dns;

namespace SmartPbx.Sip.Tests.Resolution;

public sealed class SrvOrderTests
{
    [Fact]
    public void Priorities_go_from_low_to_high() =>
        Assert.Equal(["a", "b", "c"], Order(_ => 0, Record("c", 30, 0), Record("a", 10, 0), Record("b", 20, 0)));

    [Theory]
    [InlineData(0, "zero")]
    [InlineData(1, "small")]
    [InlineData(10, "small")]
    [InlineData(11, "large")]
    [InlineData(100, "large")]
    public void A_draw_takes_the_record_whose_share_it_falls_into(int drawn, string first) =>
        Assert.Equal(first, Order(most => Math.Min(most, drawn), Record("small", 1, 10), Record("large", 1, 90), Record("zero", 1, 0))[0]);

    [Fact]
    public void Weights_share_the_load()
    {
        var tokens = new Kit.SeededTokens(3);
        var bytes = new byte[4];
        int large = 0;

        for (int i = 0; i < 10_000; i++)
            large += Order(Draw, Record("small", 1, 25), Record("large", 1, 75))[0] == "large" ? 1 : 0;

        Assert.InRange(large, 7_000, 8_000);

        int Draw(int most)
        {
            tokens.Fill(bytes);
            return (int)(BitConverter.ToUInt32(bytes) % ((uint)most + 1));
        }
    }

    private static List<string> Order(Func<int, int> draw, params DnsRecord.Service[] records) => [.. SrvOrder.Of(records, draw).Select(record => record.Target)];

    private static DnsRecord.Service Record(string target, int priority, int weight) => new("x", TimeSpan.Zero, priority, weight, 5060, target);
}
