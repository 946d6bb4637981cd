using System.Diagnostics;

namespace SmartPbx.TestKit.Rtp;

/// <summary>
/// What a peer heard, laid out by RTP timestamps. Times are Stopwatch ticks of the earliest moment a sample could have been played: the smallest arrival
/// delay seen maps timestamps to the clock, so that a late packet does not shift what it carries.
/// </summary>
public sealed class HeardAudio
{
    /// <summary>Above this a frame counts as sound (about −47 dBFS).</summary>
    public const double SoundRms = 150;
    private static readonly double TicksPerSample = Stopwatch.Frequency / (double)RtpPeer.SampleRateHz;
    private readonly List<(long At, HeardPacket Packet)> _frames = [];

    public HeardAudio(IReadOnlyList<HeardPacket> packets)
    {
        foreach (var stream in packets.Where(p => p.PayloadType == 0).GroupBy(p => p.Ssrc))
        {
            var first = stream.First().Timestamp;
            var offset = stream.Min(p => p.ArrivedAt - (int)(p.Timestamp - first) * TicksPerSample);
            _frames.AddRange(stream.Select(p => ((long)(offset + (int)(p.Timestamp - first) * TicksPerSample), p)));
        }
        _frames.Sort((x, y) => x.At.CompareTo(y.At));
    }

    /// <summary>Samples from one moment to another, silence where nothing was received.</summary>
    public short[] Between(long from, long to)
    {
        var pcm = new short[Math.Max(0, (int)((to - from) / TicksPerSample))];
        foreach (var (at, packet) in _frames)
        {
            var start = (int)((at - from) / TicksPerSample);
            for (var i = 0; i < packet.Pcm.Length; i++)
                if (start + i >= 0 && start + i < pcm.Length) pcm[start + i] = packet.Pcm[i];
        }
        return pcm;
    }

    /// <summary>
    /// Stretches of sound in what was heard between two moments; pauses shorter than <paramref name="bridgeMs"/> do not split them, sounds shorter than 60 ms
    /// do not count.
    /// </summary>
    public IReadOnlyList<(long Start, long End)> Sounds(int bridgeMs, long from = long.MinValue, long to = long.MaxValue)
    {
        var bridge = bridgeMs * Stopwatch.Frequency / 1000;
        var frame = RtpPeer.FrameMs * Stopwatch.Frequency / 1000;
        var sounds = new List<(long Start, long End)>();
        foreach (var (at, packet) in _frames)
        {
            if (packet.Rms < SoundRms || at < from || at >= to) continue;
            if (sounds.Count > 0 && at - sounds[^1].End <= bridge) sounds[^1] = (sounds[^1].Start, at + frame);
            else sounds.Add((at, at + frame));
        }
        sounds.RemoveAll(s => s.End - s.Start < 3 * frame);
        return sounds;
    }
}
