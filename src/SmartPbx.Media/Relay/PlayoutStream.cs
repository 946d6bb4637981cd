using SmartPbx.Media.Codecs;
using SmartPbx.Media.Rtp;

namespace SmartPbx.Media.Relay;

/// <summary>Makes packets from a leg's playout queue, one frame of 20 ms per tick, two or three frames to a packet when the peer asked so. Relay thread only.</summary>
internal sealed class PlayoutStream(PlayoutQueue queue)
{
    public const int FrameMs = 20;
    private const int MaxFramesPerPacket = 3;

    private short[] _pcm = [];
    private int _samples;
    private int _frames;
    private long _packetTick; // tick of the first frame in the packet being filled
    private long _lastPacketTick;

    public bool KeepAlive { get; set; }

    public int SampleRateHz => queue.SampleRateHz;

    /// <summary>Takes this tick's frame.</summary>
    /// <returns>Whether a packet is complete.</returns>
    public bool Tick(int packetTimeMs, long tick)
    {
        if (_frames == 0 && !KeepAlive && !queue.HasAudio) return false;
        int frameSamples = queue.SampleRateHz * FrameMs / 1000;
        if (_pcm.Length == 0) _pcm = new short[frameSamples * MaxFramesPerPacket];
        Span<short> frame = _pcm.AsSpan(_samples, frameSamples);
        bool audio = queue.TryTake(frame);
        if (!audio && !KeepAlive && _frames == 0) return false;
        if (!audio) frame.Clear();
        if (_frames++ == 0) _packetTick = tick;
        _samples += frameSamples;
        return _frames >= Math.Clamp(packetTimeMs / FrameMs, 1, MaxFramesPerPacket);
    }

    /// <summary>Writes the complete packet.</summary>
    /// <returns>Its length; 0 when its silence need not be sent.</returns>
    public int Write(Span<byte> packet, OutboundStream stream, IAudioEncoder encoder, PayloadFormat format, long now)
    {
        int bytes = encoder.Encode(_pcm.AsSpan(0, _samples), packet[RtpPacket.MinHeaderBytes..]), frames = _frames;
        _frames = _samples = 0;
        if (bytes == 0) return 0;
        long ticks = _packetTick - _lastPacketTick;
        uint units = (uint)(ticks * format.ClockRateHz * FrameMs / 1000);
        RtpHeader header = stream.Play(format.PayloadType, units, paused: ticks > frames, format.ClockRateHz, now);
        _lastPacketTick = _packetTick;
        return header.Write(packet) + bytes;
    }
}
