using System.Diagnostics.CodeAnalysis;

namespace SmartPbx.Media.Codecs;

/// <summary>Finds the codec of a negotiated format. The one place that knows which codecs exist.</summary>
public static class AudioCodecs
{
    private static readonly IAudioCodec[] All = OpusCodec.IsAvailable
        ? [G711Codec.Pcmu, G711Codec.Pcma, G722Codec.Instance, OpusCodec.Instance]
        : [G711Codec.Pcmu, G711Codec.Pcma, G722Codec.Instance];

    /// <summary>Codecs that can be decoded and encoded here, in the product's order of preference. Opus only where libopus is installed.</summary>
    public static IReadOnlyList<PayloadFormat> Supported { get; } = OpusCodec.IsAvailable
        ? [PayloadFormat.Pcmu, PayloadFormat.Pcma, PayloadFormat.G722, PayloadFormat.Opus]
        : [PayloadFormat.Pcmu, PayloadFormat.Pcma, PayloadFormat.G722];

    /// <summary>The codec of a format.</summary>
    /// <returns>False when it cannot be decoded here; it can still be relayed.</returns>
    public static bool TryFind(PayloadFormat format, [NotNullWhen(true)] out IAudioCodec? codec)
    {
        codec = null;
        foreach (IAudioCodec known in All)
            if (known.ClockRateHz == format.ClockRateHz && string.Equals(known.EncodingName, format.EncodingName, StringComparison.OrdinalIgnoreCase)) codec = known;
        return codec is not null;
    }
}
