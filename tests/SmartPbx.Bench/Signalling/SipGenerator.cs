using System.Globalization;
using SmartPbx.Bench.Machine;

namespace SmartPbx.Bench.Signalling;

/// <summary>Runs <c>sipgen</c>: a caller and a callee that answers at once, INVITE to BYE, no media.</summary>
internal static class SipGenerator
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(40);

    public static SipRun Run(BenchArguments arguments, ISipServer server, double callsPerSecond, double seconds)
    {
        List<string> options =
        [
            "-r", callsPerSecond.ToString(CultureInfo.InvariantCulture), "-d", seconds.ToString(CultureInfo.InvariantCulture), "-p", $"{server.Port}",
            "-a", $"{SipPorts.Caller}", "-b", $"{SipPorts.Callee}", "-u", "zq", "-D", SipPorts.Number,
        ];
        server.MustRun();
        foreach (var process in server.ProcessIds) options.AddRange(["-P", $"{process}"]);
        using var generator = PinnedProcess.Start($"{Cores.Generator}", arguments.Tool("sipgen"), options);
        generator.WaitForExit(TimeSpan.FromSeconds(seconds) + Grace);
        server.MustRun();
        return SipRun.Parse(string.Join(' ', generator.Lines));
    }
}
