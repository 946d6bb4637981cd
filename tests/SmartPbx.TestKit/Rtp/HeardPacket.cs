namespace SmartPbx.TestKit.Rtp;

/// <summary>One received packet: when it came (Stopwatch ticks), where it stands (RTP), and its audio.</summary>
public sealed record HeardPacket(long ArrivedAt, ushort Sequence, uint Timestamp, uint Ssrc, byte PayloadType, short[] Pcm)
{
    /// <summary>Root mean square of the audio, 0–32767.</summary>
    public double Rms { get; } = Pcm.Length == 0 ? 0 : Math.Sqrt(Pcm.Sum(s => (double)s * s) / Pcm.Length);
}
