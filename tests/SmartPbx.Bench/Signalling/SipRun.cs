using System.Globalization;
using System.Text.RegularExpressions;

namespace SmartPbx.Bench.Signalling;

/// <summary>One run of the SIP generator, as its last line tells it. Times in microseconds, seen from the caller.</summary>
internal sealed record SipRun(double Started, double Completed, double Failed, double CpuMsPerCall, double CpuPercent, double TryingP99Us, double SetUpP50Us, double SetUpP99Us, double Retransmissions, string Line)
{
    public static SipRun Parse(string line)
    {
        double Value(string pattern) => Regex.Match(line, pattern) is { Success: true } found ? double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        if (!line.Contains("completed=", StringComparison.Ordinal)) throw new BenchFailedException($"the SIP generator said: {line}");
        return new SipRun(Value(@"started=(\d+)"), Value(@"completed=(\d+)"), Value(@"failed=(\d+)"), Value(@"cpu_ms/call=([\d.]+)"), Value(@" cpu%=([\d.]+)"),
            Value(@"inv-100_us p50=\d+ p99=(\d+)"), Value(@"inv-200_us p50=(\d+)"), Value(@"inv-200_us p50=\d+ p99=(\d+)"),
            Value(@"retxINV=(\d+)") + Value(@"retxBYE=(\d+)") + Value(@"retx200=(\d+)"), line);
    }
}
