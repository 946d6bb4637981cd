using SmartPbx.Media.Codecs;

namespace SmartPbx.Media.Recording;

/// <summary>What the recorder needs to know of one packet.</summary>
internal readonly record struct TappedPacket(IAudioCodec Codec, uint Ssrc, uint Timestamp, long ArrivedAt, int PayloadBytes);
