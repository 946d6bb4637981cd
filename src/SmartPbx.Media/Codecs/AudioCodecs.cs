using System.Diagnostics.CodeAnalysis;

namespace SmartPbx.Media.Codecs;

/// <summary>Finds the codec of a negotiated format. The one place that knows which codecs exist.</summary>
public static class AudioCodecs
{
    /// <summary>Codecs this build can decode and encode, in the product's order of preference.</summary>
    public static IReadOnlyList<PayloadFormat> Supported { get; } = [PayloadFormat.Pcmu, PayloadFormat.Pcma];

    /// <summary>A codec for one stream.</summary>
    /// <returns>False when this build cannot decode the format; it can still be relayed.</returns>
    public static bool TryCreate(PayloadFormat format, [NotNullWhen(true)] out IAudioCodec? codec)
    {
        codec = format.SameEncoding(PayloadFormat.Pcmu) ? G711Codec.Pcmu
            : format.SameEncoding(PayloadFormat.Pcma) ? G711Codec.Pcma
            : null;
        return codec is not null;
    }
}
