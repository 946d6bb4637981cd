using System.Diagnostics.Metrics;

namespace SmartPbx.Embedded.Speech;

/// <summary>Decoders that are loaded in this process: each holds tens of megabytes outside the managed heap, in use or idle.</summary>
internal static class SpeechMeter
{
    private static readonly Meter s_meter = new("SmartPbx.Speech");
    private static int s_decoders;

    static SpeechMeter() => s_meter.CreateObservableGauge("speech_decoders", () => Volatile.Read(ref s_decoders));

    public static void DecoderLoaded() => Interlocked.Increment(ref s_decoders);

    public static void DecoderFreed() => Interlocked.Decrement(ref s_decoders);
}
