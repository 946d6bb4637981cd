using System.Buffers.Binary;
using SmartPbx.Media.Rtp;

namespace SmartPbx.Media.Relay;

/// <summary>
/// The one RTP stream a peer hears from us, whoever feeds it. The first relayed source is passed through as it is; when the source changes
/// (another SSRC, playout before or after), SSRC stays and sequence and timestamp go on from where the stream was, with the marker
/// set (RFC 3551 section 4.1), so that the peer's jitter buffer never sees a new stream. Relay thread only.
/// </summary>
internal sealed class OutboundStream(Func<uint> nextRandom, long clockFrequency, ReceptionStatistics heard)
{
    private const int MaxCollisions = 3;

    private int _collisions;
    private bool _started;
    private Feeder _feeder;
    private ushort _lastSequence;
    private uint _lastTimestamp;
    private long _lastSentAt;
    private ushort _sequenceShift;
    private uint _timestampShift;

    private enum Feeder
    {
        None,
        Relayed,
        Interrupted, // a relayed source, with packets of ours put in between
        Played,
    }

    public bool HasStarted => _started;

    /// <summary>What the peer sees.</summary>
    public uint Ssrc { get; private set; }

    /// <summary>What the relayed source calls itself; equal to <see cref="Ssrc"/> on an untouched stream.</summary>
    public uint SourceSsrc { get; private set; }

    public ushort SequenceShift => _sequenceShift;

    public uint TimestampShift => _timestampShift;

    public uint LastTimestamp => _lastTimestamp;

    public long LastSentAt => _lastSentAt;

    /// <summary>Relaying changes nothing but addresses.</summary>
    public bool IsTransparent => Ssrc == SourceSsrc && _sequenceShift == 0 && _timestampShift == 0;

    /// <summary>Whether this relayed source is the one that feeds the stream now, so that its next packet changes nothing.</summary>
    public bool Passes(uint ssrc) => _feeder == Feeder.Relayed && ssrc == SourceSsrc;

    /// <summary>Fits a relayed packet into the stream, in place.</summary>
    /// <param name="bytes">The datagram.</param>
    /// <param name="packet">The view on the same bytes.</param>
    /// <param name="clockRateHz">Timestamp units per second.</param>
    /// <param name="now">Clock ticks.</param>
    /// <returns>Timestamp as sent.</returns>
    public uint Relay(Span<byte> bytes, in RtpPacket packet, int clockRateHz, long now)
    {
        uint ssrc = packet.Ssrc, timestamp = packet.Timestamp;
        ushort sequence = packet.SequenceNumber;
        if (!Passes(ssrc) && Adopt(ssrc, sequence, timestamp, clockRateHz, now)) bytes[1] |= 0x80;
        if (!IsTransparent)
        {
            sequence += _sequenceShift;
            timestamp += _timestampShift;
            BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], sequence);
            BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], timestamp);
            BinaryPrimitives.WriteUInt32BigEndian(bytes[8..], Ssrc);
        }
        if ((short)(sequence - _lastSequence) >= 0) (_lastSequence, _lastTimestamp) = (sequence, timestamp);
        _lastSentAt = now;
        return timestamp;
    }

    /// <summary>Header of the next played packet.</summary>
    /// <param name="payloadType">As the peer numbers the codec.</param>
    /// <param name="samplesSinceLast">Timestamp units since the last played packet, pauses included.</param>
    /// <param name="paused">Whether nothing was sent in between.</param>
    /// <param name="clockRateHz">Timestamp units per second.</param>
    /// <param name="now">Clock ticks.</param>
    public RtpHeader Play(byte payloadType, uint samplesSinceLast, bool paused, int clockRateHz, long now)
    {
        bool marker = paused || _feeder != Feeder.Played;
        if (_started) _lastTimestamp += _feeder == Feeder.Played ? samplesSinceLast : Elapsed(clockRateHz, now);
        else Begin(now);
        _feeder = Feeder.Played;
        _lastSequence++;
        _lastSentAt = now;
        return new RtpHeader(payloadType, marker, _lastSequence, _lastTimestamp, Ssrc);
    }

    /// <summary>Where the stream's clock stands now: the timestamp of something that begins now.</summary>
    public uint NextTimestamp(int clockRateHz, long now)
    {
        if (!_started) Begin(now);
        return _lastTimestamp + Elapsed(clockRateHz, now);
    }

    /// <summary>Header of a packet put in between, which has a time of its own (RFC 4733 section 2.2); audio goes on after it.</summary>
    public RtpHeader Insert(byte payloadType, bool marker, uint timestamp)
    {
        if (_feeder == Feeder.Relayed) _feeder = Feeder.Interrupted;
        return new RtpHeader(payloadType, marker, ++_lastSequence, timestamp, Ssrc);
    }

    private void Begin(long now)
    {
        Ssrc = nextRandom();
        _lastSequence = (ushort)nextRandom();
        _lastTimestamp = nextRandom();
        _lastSentAt = now;
        _started = true;
    }

    /// <summary>
    /// The peer uses our SSRC itself: by chance, then we take another one (RFC 3550 section 8.2), or because it sends back what it hears. Such an
    /// echo is an ordinary test line and is relayed; it only must not make us change for ever.
    /// </summary>
    public void LeaveSsrc()
    {
        if (_collisions++ < MaxCollisions) Ssrc = nextRandom();
    }

    private bool Adopt(uint ssrc, ushort sequence, uint timestamp, int clockRateHz, long now)
    {
        bool continues = _started;
        if (_feeder == Feeder.Interrupted && ssrc == SourceSsrc)
        {
            _sequenceShift = (ushort)(_lastSequence + 1 - sequence);
        }
        else if (continues)
        {
            _sequenceShift = (ushort)(_lastSequence + 1 - sequence);
            _timestampShift = _lastTimestamp + Elapsed(clockRateHz, now) - timestamp;
        }
        else
        {
            Ssrc = heard.HasStream && heard.Ssrc == ssrc ? nextRandom() : ssrc; // RFC 3550 section 8.2
            (_lastSequence, _lastTimestamp) = (sequence, timestamp);
        }
        SourceSsrc = ssrc;
        _started = true;
        _feeder = Feeder.Relayed;
        return continues;
    }

    // At least one packet of 20 ms, so that a quick change never sends a timestamp twice.
    private uint Elapsed(int clockRateHz, long now) => (uint)Math.Max(clockRateHz / 50, (long)((double)(now - _lastSentAt) * clockRateHz / clockFrequency));
}
