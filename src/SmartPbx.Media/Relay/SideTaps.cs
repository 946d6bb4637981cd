using SmartPbx.Media.Codecs;
using SmartPbx.Media.Jitter;
using SmartPbx.Media.Recording;

namespace SmartPbx.Media.Relay;

/// <summary>Everybody who listens to one side of a leg: decoded taps behind one jitter buffer, and recorders that take the packets as they are. Relay thread only.</summary>
internal sealed class SideTaps(MediaCounters counters)
{
    private const int NoiseClockRateHz = 8000; // type 13 stands beside codecs on this clock (RFC 3551 table 4)

    private AudioTap[] _taps = [];
    private PacketTap[] _packetTaps = [];
    private JitterBuffer? _jitter;
    private short[] _frame = [];

    /// <summary>Whether packets need to be shown at all.</summary>
    public bool HasAny { get; private set; }

    /// <summary>Whether frames are due every 20 ms, packet or not.</summary>
    public bool NeedsTicks => _taps.Length > 0;

    public void Add(AudioTap tap)
    {
        _jitter ??= new JitterBuffer(new JitterBufferOptions { SampleRateHz = tap.SampleRateHz });
        if (_taps.Length == 0) _jitter.Reset();
        _frame = new short[_jitter.FrameSamples];
        _taps = [.. _taps, tap];
        HasAny = true;
    }

    public void Add(PacketTap tap)
    {
        _packetTaps = [.. _packetTaps, tap];
        HasAny = true;
    }

    public void Remove(AudioTap tap)
    {
        _taps = Array.FindAll(_taps, other => other != tap);
        HasAny = _taps.Length + _packetTaps.Length > 0;
    }

    public void Remove(PacketTap tap)
    {
        _packetTaps = Array.FindAll(_packetTaps, other => other != tap);
        HasAny = _taps.Length + _packetTaps.Length > 0;
    }

    public void OnPacket(IAudioCodec codec, uint ssrc, uint timestamp, ReadOnlySpan<byte> payload, long now)
    {
        foreach (PacketTap tap in _packetTaps)
            if (!tap.Write(codec, ssrc, timestamp, now, payload)) counters.TapOverflowed++;
        if (_taps.Length > 0) _jitter!.Put(codec, ssrc, timestamp, payload, now);
    }

    /// <summary>A comfort noise packet (RFC 3389) in a stream of this codec.</summary>
    public void OnNoise(IAudioCodec codec, uint ssrc, uint timestamp, ReadOnlySpan<byte> payload, long now)
    {
        if (payload.IsEmpty || codec.ClockRateHz != NoiseClockRateHz) return;
        foreach (PacketTap tap in _packetTaps)
            if (!tap.Write(codec, ssrc, timestamp, now, payload, isNoise: true)) counters.TapOverflowed++;
        if (_taps.Length > 0) _jitter!.PutNoise(ssrc, timestamp, payload[0]);
    }

    public void Tick(long positionSamples, long now)
    {
        if (_taps.Length == 0) return;
        long arrivedAt = now;
        TapFrameKind kind = _jitter!.Take(_frame, ref arrivedAt);
        var info = new TapFrame(positionSamples, arrivedAt, kind);
        foreach (AudioTap tap in _taps)
            if (!tap.Write(_frame, info)) counters.TapOverflowed++;
    }

    public void Close()
    {
        foreach (AudioTap tap in _taps) tap.Close();
        _taps = [];
        _packetTaps = [];
        _jitter?.Dispose();
        HasAny = false;
    }
}
