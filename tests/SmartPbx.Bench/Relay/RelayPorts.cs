namespace SmartPbx.Bench.Relay;

/// <summary>Who has which ports of the bench's own network namespace.</summary>
internal static class RelayPorts
{
    public const int FirstOfOurs = 4_000;
    public const int LastOfOurs = 19_999;

    /// <summary>The same engine beside itself, kept from io_uring; then either has a part of the range.</summary>
    public const int FirstOfOursByEpoll = 12_000;

    /// <summary>The generator's caller side: one socket, which costs it least.</summary>
    public const int GeneratorA = 20_000;

    public const int GeneratorB = 30_000;
    public const int GeneratorSockets = 1;

    public const int FirstOfRtpEngine = 31_000;
    public const int LastOfRtpEngine = 49_999;
    public const int RtpEngineControl = 2_223;
    public const int FirstOfBareRelay = 50_000;
}
