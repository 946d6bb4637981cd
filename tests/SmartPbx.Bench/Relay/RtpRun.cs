using System.Globalization;
using System.Text.RegularExpressions;

namespace SmartPbx.Bench.Relay;

/// <summary>One run of the generator, as its last line tells it.</summary>
/// <param name="CpuUsPerPacket">CPU time of the relay's process, user and system, for each packet it relayed.</param>
/// <param name="CpuPercent">Of one core, by the relay's process.</param>
/// <param name="DelayP50Us">Send to kernel receive timestamp, relay included.</param>
/// <param name="DelayP99Us">The same, 99th percentile.</param>
/// <param name="LossPercent">Packets that did not come back.</param>
/// <param name="GeneratorCpuPercent">Of one core, by the generator.</param>
/// <param name="PacketsPerSecond">What the generator came to send.</param>
internal sealed record RtpRun(double CpuUsPerPacket, double CpuPercent, double DelayP50Us, double DelayP99Us, double LossPercent, double GeneratorCpuPercent, double PacketsPerSecond)
{
    private const double MaxLossPercent = 0.1;
    private const double LeastOffered = 0.98;
    private const int PacketsPerSecondOfCall = 100;

    /// <summary>The relay carried the load: less than a packet in a thousand was lost, and there were packets.</summary>
    public bool Held => LossPercent < MaxLossPercent && DelayP50Us > 0;

    /// <summary>The generator could send what so many calls send. If not, the load says nothing.</summary>
    public bool IsOffered(int calls) => PacketsPerSecond > LeastOffered * PacketsPerSecondOfCall * calls;

    public static RtpRun Parse(string line)
    {
        double Value(string key) => Field(key).Match(line) is { Success: true } found
            ? double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new BenchFailedException($"the generator said no {key}: {line}");
        var cpuPercent = line.Contains("sched_s=", StringComparison.Ordinal) ? Value(@"cpu%") : 0;
        var cpuSeconds = line.Contains("sched_s=", StringComparison.Ordinal) ? Value("sched_s") : 0;
        return new RtpRun(cpuSeconds * 1e6 / Math.Max(1, Value("rx")), cpuPercent, Value("p50"), Value("p99"), Value("loss%"), Value(@"gen cpu%"), Value("pps"));
    }

    private static Regex Field(string key) => new($@"(?:^|[ |]){Regex.Escape(key)}=(-?[\d.]+)");
}
