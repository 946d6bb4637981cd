using System.Diagnostics.Metrics;

namespace SmartPbx.Embedded.Speech;

/// <summary>Decoders that are loaded in this process, in use or idle, by their language model: each holds memory outside the managed heap.</summary>
internal static class SpeechMeter
{
    private static readonly Meter s_meter = new("SmartPbx.Speech");
    private static int s_general, s_tenants;

    static SpeechMeter() => s_meter.CreateObservableGauge("speech_decoders", () => (Measurement<int>[])
    [
        new(Volatile.Read(ref s_general), new KeyValuePair<string, object?>("model", "general")),
        new(Volatile.Read(ref s_tenants), new KeyValuePair<string, object?>("model", "tenant")),
    ]);

    public static void DecoderLoaded(bool isGeneral) => Interlocked.Increment(ref isGeneral ? ref s_general : ref s_tenants);

    public static void DecoderFreed(bool isGeneral) => Interlocked.Decrement(ref isGeneral ? ref s_general : ref s_tenants);
}
