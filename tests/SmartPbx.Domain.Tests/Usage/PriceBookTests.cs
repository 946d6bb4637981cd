using SmartPbx.Domain.Usage;

namespace SmartPbx.Domain.Tests.Usage;

public sealed class PriceBookTests
{
    private static readonly PriceBook Prices = new(1, "USD", BridgedMinuteMicros: 4_000, AgentMinuteMicros: 20_000, SttMinuteMicros: 6_000,
        Tts1000CharactersMicros: 4_000, StorageGigabyteMonthMicros: 25_000);

    [Theory]
    [InlineData(Meter.BridgedMs, 60_000, 4_000)]
    [InlineData(Meter.AgentMs, 60_000, 20_000)]
    [InlineData(Meter.SttMs, 30_000, 3_000)]
    [InlineData(Meter.TtsCharacters, 1_000, 4_000)]
    [InlineData(Meter.StorageBytes, 1_000_000_000, 25_000)]
    public void A_unit_costs_its_price(Meter meter, long quantity, long micros) => Assert.Equal(micros, Prices.Cost(meter, quantity));

    [Theory]
    [InlineData(Meter.AgentMs, 0, 0)]
    [InlineData(Meter.AgentMs, 1, 1)]
    [InlineData(Meter.AgentMs, 3, 1)]
    [InlineData(Meter.AgentMs, 4, 2)]
    [InlineData(Meter.StorageBytes, 1, 1)]
    public void A_part_costs_its_part_rounded_up_to_a_micro_unit(Meter meter, long quantity, long micros) => Assert.Equal(micros, Prices.Cost(meter, quantity));

    [Fact]
    public void A_year_of_talking_does_not_overflow() => Assert.Equal(525_600L * 20_000, Prices.Cost(Meter.AgentMs, 525_600L * 60_000));

    [Fact]
    public void Every_meter_has_a_price() => Assert.All(Enum.GetValues<Meter>(), meter => Assert.True(PriceBook.Default.Cost(meter, 1_000_000_000) > 0));
}
