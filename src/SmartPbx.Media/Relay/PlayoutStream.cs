using SmartPbx.Media.Codecs;
using SmartPbx.Media.Rtp;

namespace SmartPbx.Media.Relay;

/// <summary>Makes packets from a leg's playout queue, one frame of 20 ms per tick, two or three frames to a packet when the peer asked so. Relay thread only.</summary>
internal sealed unsafe class PlayoutStream(PlayoutQueue queue)
{
    public const int FrameMs = 20;
    private const int MaxFramesPerPacket = 3;

    private readonly short[] _frame = new short[queue.SampleRateHz / 50];
    private byte[] _payload = new byte[queue.SampleRateHz / 50 * MaxFramesPerPacket];
    private int _payloadBytes;
    private int _frames;
    private long _packetTick; // tick of the first frame in the packet being filled
    private long _lastPacketTick;

    public bool KeepAlive { get; set; }

    /// <summary>Takes this tick's frame.</summary>
    /// <returns>Whether a packet is complete.</returns>
    public bool Tick(IAudioCodec codec, int packetTimeMs, long tick)
    {
        bool audio = queue.TryTake(_frame);
        if (!audio && !KeepAlive && _frames == 0) return false;
        if (!audio) Array.Clear(_frame);
        if (_frames == 0)
        {
            _packetTick = tick;
            _payloadBytes = 0;
        }
        _payloadBytes += codec.Encode(_frame, _payload.AsSpan(_payloadBytes));
        _frames++;
        return _frames >= Math.Clamp(packetTimeMs / FrameMs, 1, MaxFramesPerPacket);
    }

    /// <summary>Writes the complete packet.</summary>
    /// <returns>Its length.</returns>
    public int Write(Span<byte> packet, OutboundStream stream, PayloadFormat format, long now, out uint timestamp)
    {
        long ticks = _packetTick - _lastPacketTick;
        uint samples = (uint)(ticks * format.ClockRateHz * FrameMs / 1000);
        RtpHeader header = stream.Play(format.PayloadType, samples, paused: ticks > _frames, format.ClockRateHz, now);
        _lastPacketTick = _packetTick;
        _frames = 0;
        timestamp = header.Timestamp;
        int head = header.Write(packet);
        _payload.AsSpan(0, _payloadBytes).CopyTo(packet[head..]);
        return head + _payloadBytes;
    }

    /// <summary>The payload of the packet just written.</summary>
    public ReadOnlySpan<byte> Payload => _payload.AsSpan(0, _payloadBytes);
}
