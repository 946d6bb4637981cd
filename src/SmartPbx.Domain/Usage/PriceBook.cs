namespace SmartPbx.Domain.Usage;

/// <summary>Prices in force: micro-units of the currency per minute, per second or per 1,000 characters. Integers throughout; a part of a unit costs its part, rounded up.</summary>
public sealed record PriceBook(int Version, string Currency, long BridgedMinuteMicros, long AgentMinuteMicros, long SttMinuteMicros,
    long Tts1000CharactersMicros, long StorageGigabyteMonthMicros, long OutboundMinuteMicros = 0)
{
    private const long MsPerMinute = 60_000;

    public static PriceBook Default { get; } = new(1, "USD", 4_000, 20_000, 6_000, 4_000, 25_000, 10_000);

    /// <summary>Cost of a quantity in micro-units.</summary>
    public long Cost(Meter meter, long quantity) => meter switch
    {
        Meter.BridgedMs => Part(quantity, BridgedMinuteMicros, MsPerMinute),
        Meter.AgentMs => Part(quantity, AgentMinuteMicros, MsPerMinute),
        Meter.SttMs => Part(quantity, SttMinuteMicros, MsPerMinute),
        Meter.TtsCharacters => Part(quantity, Tts1000CharactersMicros, 1_000),
        Meter.StorageBytes => Part(quantity, StorageGigabyteMonthMicros, 1_000_000_000),
        Meter.OutboundMs => Part(quantity, OutboundMinuteMicros, MsPerMinute),
        _ => throw new ArgumentOutOfRangeException(nameof(meter), meter, null),
    };

    private static long Part(long quantity, long unitMicros, long unit) =>
        (long)decimal.Ceiling((decimal)quantity * unitMicros / unit);
}
