using System.Diagnostics;
using SmartPbx.Bench.Capacity;
using SmartPbx.Bench.Figures;
using SmartPbx.Bench.Machine;
using SmartPbx.Bench.Relay;
using SmartPbx.Media.Codecs;

namespace SmartPbx.Bench.Transcoding;

/// <summary>Calls between G.711 and another codec: how many one core carries without losing one packet in a thousand, what a packet costs beside the codecs alone, and the delay it adds.</summary>
internal sealed class TranscodePart : IBenchPart
{
    private const double MaxSeconds = 3;
    private const int UsualCalls = 40; // a small company's
    private static readonly (PayloadFormat Codec, int MaxCalls)[] Codecs = [(PayloadFormat.G722, 600), (PayloadFormat.Opus, 300)];

    public string Name => "transcode";

    public string Title => "Transcoding: calls between G.711 and another codec on one core";

    public void Run(BenchContext bench)
    {
        using var ours = new OurRelay(bench.Arguments, $"{Cores.Measured}");
        var g711 = new SpeechLoop(PayloadFormat.Pcmu);
        foreach (var (codec, maxCalls) in Codecs)
            if (AudioCodecs.TryFind(codec, out _)) Measure(bench, ours, g711, new SpeechLoop(codec), maxCalls);
            else Show.Note($"{codec.EncodingName} is not installed");
    }

    private static void Measure(BenchContext bench, OurRelay ours, SpeechLoop g711, SpeechLoop other, int maxCalls)
    {
        var name = $"transcode.{other.Format.EncodingName.ToLowerInvariant()}";
        var usual = RunOnce(bench, ours, UsualCalls, g711, other);
        var search = new CapacitySearch(UsualCalls, maxCalls, step: 10);
        while (!search.IsDone) search.Tell(RunOnce(bench, ours, search.Next, g711, other).Held);
        var codecsAlone = (g711.EncodeUs + g711.DecodeUs + other.EncodeUs + other.DecodeUs) / 2; // a call has as many packets of either direction
        bench.Figures.Add(new Figure($"{name}.calls", search.Best, "calls", Goal: search.IsOpenEnded ? "more was not tried" : "as many as the codec allows"));
        bench.Figures.Add(new Figure($"{name}.{UsualCalls}.cpu_us_per_packet", usual.CpuUsPerPacket, "us", "codecs alone", codecsAlone, "relay 7 more"));
        bench.Figures.Add(new Figure($"{name}.{UsualCalls}.loss_percent", usual.LossPercent, "%", Goal: "0"));
        bench.Figures.Add(new Figure($"{name}.{UsualCalls}.delay_p50_ms", usual.DelayP50Ms, "ms"));
        bench.Figures.Add(new Figure($"{name}.{UsualCalls}.delay_p99_ms", usual.DelayP99Ms, "ms", Goal: "< 5"));
    }

    private static TranscodeRun RunOnce(BenchContext bench, OurRelay ours, int calls, SpeechLoop g711, SpeechLoop other)
    {
        var before = ours.Counters();
        var map = ours.Open(calls, other.Format.EncodingName);
        using var generator = new TranscodeGenerator(map, g711, other);
        using var process = Process.GetProcessById(ours.ProcessId);
        var run = generator.Run(Math.Min(bench.Arguments.Seconds, MaxSeconds), process);
        ours.Close();
        var dropped = ours.Counters().Dropped - before.Dropped;
        Show.Note($"{calls} calls with {other.Format.EncodingName}: loss {run.LossPercent:0.000} % ({dropped} dropped and counted), {run.CpuUsPerPacket:0.0} µs a packet, {run.CpuPercent:0} % of the core, delay p50 {run.DelayP50Ms:0.0} p99 {run.DelayP99Ms:0.0} ms, generator late {run.LateMs:0.0} ms");
        return run;
    }
}
