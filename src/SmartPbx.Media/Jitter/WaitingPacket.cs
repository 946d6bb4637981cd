using SmartPbx.Media.Codecs;

namespace SmartPbx.Media.Jitter;

/// <summary>One packet before its turn, or an empty place for one. Its buffers are used again and again.</summary>
internal sealed class WaitingPacket
{
    public IAudioCodec? Codec;

    /// <summary>Where it begins, in samples of the output.</summary>
    public long Position;

    public long ArrivedAt;

    /// <summary>Bytes of its payload.</summary>
    public int Bytes;

    /// <summary>Samples of its audio at the rate of the output.</summary>
    public int Samples;

    public byte[] Payload = [];
    public short[] Pcm = [];
    public bool IsUsed;
    public bool IsDecoded;
}
