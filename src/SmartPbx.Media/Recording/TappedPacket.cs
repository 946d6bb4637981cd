using SmartPbx.Media.Codecs;

namespace SmartPbx.Media.Recording;

/// <summary>What the recorder needs to know of one packet.</summary>
internal readonly record struct TappedPacket(IAudioCodec Codec, uint Ssrc, uint Timestamp, long ArrivedAt, int PayloadBytes)
{
    /// <summary>Comfort noise instead of audio (RFC 3389); its first byte is the level.</summary>
    public bool IsNoise { get; init; }
}
