using System.Globalization;
using SmartPbx.Bench.Machine;

namespace SmartPbx.Bench.Relay;

/// <summary>Runs <c>rtpgen</c> against a relay: G.711, both directions, 50 packets a second each.</summary>
internal static class RtpGenerator
{
    private const double WarmUpSeconds = 1.5;

    public static RtpRun Run(BenchArguments arguments, int calls, string? map, double seconds, int? process)
    {
        List<string> options =
        [
            "-n", $"{calls}", "-t", seconds.ToString(CultureInfo.InvariantCulture), "-w", WarmUpSeconds.ToString(CultureInfo.InvariantCulture),
            "-a", $"{RelayPorts.GeneratorA}", "-b", $"{RelayPorts.GeneratorB}", "-k", $"{RelayPorts.GeneratorSockets}",
        ];
        if (map is not null) options.AddRange(["-m", map]);
        if (process is not null) options.AddRange(["-P", $"{process}"]);
        using var generator = PinnedProcess.Start($"{Cores.Generator}", arguments.Tool("rtpgen"), options);
        generator.WaitForExit(TimeSpan.FromSeconds(seconds + WarmUpSeconds + 30));
        return RtpRun.Parse(string.Join(' ', generator.Lines));
    }
}
