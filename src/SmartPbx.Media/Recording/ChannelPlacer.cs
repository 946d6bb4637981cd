namespace SmartPbx.Media.Recording;

/// <summary>
/// Decides where a packet's audio lies on the recording's timeline. The first packet anchors its RTP timestamp to its arrival; from then on
/// the timestamps count, so jitter, loss and silence suppression don't move anything. A new SSRC or a timestamp that does not fit its arrival
/// anchors again, and slow drift between the sender's clock and ours is corrected every few seconds.
/// </summary>
internal sealed class ChannelPlacer(int sampleRateHz)
{
    private const int MaxAheadMs = 200; // audio cannot arrive before it was spoken, but the anchor may have been late, in a burst
    private const int MaxBehindMs = 1000; // later than any jitter we would wait for
    private const int MaxDriftMs = 30;
    private const int DriftPackets = 250; // five seconds of 20 ms packets

    private readonly int _maxAhead = MaxAheadMs * sampleRateHz / 1000;
    private readonly int _maxBehind = MaxBehindMs * sampleRateHz / 1000;
    private readonly int _maxDrift = MaxDriftMs * sampleRateHz / 1000;
    private bool _anchored;
    private uint _ssrc;
    private int _clockRateHz;
    private uint _timestamp;
    private long _position;
    private long _end;
    private long _earliest = long.MinValue; // greatest lead of a position over its arrival in this window
    private int _packets;

    /// <summary>How often the timeline was anchored anew.</summary>
    public int Anchors { get; private set; }

    /// <param name="packet">The packet.</param>
    /// <param name="samples">Samples it holds.</param>
    /// <param name="arrival">Its arrival in samples since the recording began.</param>
    /// <returns>Position of its first sample.</returns>
    public long Place(in TappedPacket packet, int samples, long arrival)
    {
        int step = (int)(packet.Timestamp - _timestamp);
        long position = _position + (long)step * sampleRateHz / packet.Codec.ClockRateHz, lead = position - arrival;
        if (!_anchored || packet.Ssrc != _ssrc || packet.Codec.ClockRateHz != _clockRateHz || lead > _maxAhead || lead < -_maxBehind) return Anchor(packet, samples, arrival);
        if (step > 0) (_timestamp, _position) = (packet.Timestamp, position);
        _end = Math.Max(_end, position + samples);
        FollowDrift(lead);
        return position;
    }

    // A stream that replaces another usually follows it at once: then it begins where that ended, not on top of its last packet.
    private long Anchor(in TappedPacket packet, int samples, long arrival)
    {
        long position = _anchored && _end > arrival && _end - arrival <= _maxAhead ? _end : arrival;
        _anchored = true;
        Anchors++;
        _clockRateHz = packet.Codec.ClockRateHz;
        (_ssrc, _timestamp, _position, _end) = (packet.Ssrc, packet.Timestamp, position, position + samples);
        _earliest = long.MinValue;
        _packets = 0;
        return position;
    }

    private void FollowDrift(long lead)
    {
        _earliest = Math.Max(_earliest, lead);
        if (++_packets < DriftPackets) return;
        if (Math.Abs(_earliest) > _maxDrift) _position -= _earliest;
        _packets = 0;
        _earliest = long.MinValue;
    }
}
