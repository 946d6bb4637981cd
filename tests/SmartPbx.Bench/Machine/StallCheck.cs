namespace SmartPbx.Bench.Machine;

/// <summary>How much of a core others take away right now: figures of a stolen core say little in absolute terms, ratios of interleaved runs still do.</summary>
internal static class StallCheck
{
    private const int Seconds = 2;

    public static string Run(BenchArguments arguments)
    {
        using var stall = PinnedProcess.Start($"{Cores.Measured}", arguments.Tool("stall"), [$"{Seconds}"]);
        stall.WaitForExit(TimeSpan.FromSeconds(Seconds * 10));
        return $"core {Cores.Measured}: {stall.Lines.FirstOrDefault() ?? "no answer"}";
    }
}
