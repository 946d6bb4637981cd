namespace SmartPbx.Bench.Transcoding;

/// <summary>One load of transcoded calls.</summary>
/// <param name="LossPercent">Packets that did not come out on the other side.</param>
/// <param name="DelayP50Ms">From the generator's send to its receive, relay and transcoding included.</param>
/// <param name="DelayP99Ms">The same, 99th percentile.</param>
/// <param name="CpuUsPerPacket">CPU time of the relay's process for each packet.</param>
/// <param name="CpuPercent">Of one core.</param>
/// <param name="LateMs">How late the generator itself was at worst.</param>
internal sealed record TranscodeRun(double LossPercent, double DelayP50Ms, double DelayP99Ms, double CpuUsPerPacket, double CpuPercent, double LateMs)
{
    private const double MaxLossPercent = 0.1;

    /// <summary>The relay carried the load: less than a packet in a thousand was lost.</summary>
    public bool Held => LossPercent < MaxLossPercent;
}
