using SmartPbx.Media.Audio;
using SmartPbx.Media.Codecs;
using SmartPbx.Media.Relay;

namespace SmartPbx.Media.Jitter;

/// <summary>
/// Turns packets that come in any order, twice, late or never into one frame of 20 ms per tick. Works on timestamps, not on sequence
/// numbers: packets of any length fit, and silence suppression is just a gap. The delay begins at the minimum, grows at once when a packet is
/// late (a frame is repeated) and shrinks after two calm seconds (a frame is skipped). Gaps up to 60 ms are concealed, longer ones
/// are silence. Packets are decoded in their order, to the one rate of the output, by a decoder of its own. One thread; no allocation after
/// the first packets of a codec.
/// </summary>
public sealed class JitterBuffer : IDisposable
{
    /// <summary>The largest Opus payload (RFC 6716 section 3.4); longer ones are dropped.</summary>
    public const int MaxPayloadBytes = 1275;

    private const int MaxPacketMs = 120; // RFC 7587 section 4.2
    private const int LateInRowToRestart = 5; // a changed clock or route, not jitter
    private const int CalmTicksToShrink = 100; // two seconds
    private const double JumpSeconds = 1.0; // further ahead than this is another timeline
    private const int MaxNoiseSeconds = 10; // without a word of the source: it is gone

    private readonly WaitingRoom _waiting;
    private readonly LossConcealer _concealer;
    private readonly ComfortNoise _noise = new();
    private long _noiseFrom = long.MaxValue; // position at which noise begins; none while at the end of time
    private readonly int _sampleRateHz;
    private readonly int _minDelay;
    private readonly int _maxDelay;
    private readonly int _silenceAfter;
    private readonly int _maxPacketSamples;
    private IAudioCodec? _codec; // of the decoder
    private IAudioDecoder? _decoder;
    private uint _ssrc;
    private int _clockRateHz;
    private uint _lastTimestamp;
    private long _lastPosition; // of the newest packet, in samples of the output
    private long _playPosition; // of the next sample to come out
    private bool _started;
    private int _lateInRow;
    private int _smallestLead = int.MaxValue; // samples between a packet's arrival and its turn, since the last adaptation
    private int _calmTicks;
    private long _unfit; // packets that no place can take
    private int _missing; // samples without a packet in a row

    /// <param name="options">Bounds.</param>
    public JitterBuffer(JitterBufferOptions options)
    {
        _sampleRateHz = options.SampleRateHz;
        FrameSamples = _sampleRateHz / 50;
        _minDelay = options.MinDelayMs * _sampleRateHz / 1000;
        _maxDelay = options.MaxDelayMs * _sampleRateHz / 1000;
        _silenceAfter = _sampleRateHz * 60 / 1000;
        _maxPacketSamples = _sampleRateHz * MaxPacketMs / 1000;
        _concealer = new LossConcealer(_sampleRateHz);
        _waiting = new WaitingRoom(options.MaxPackets);
    }

    /// <summary>Samples of one frame: 20 ms.</summary>
    public int FrameSamples { get; }

    /// <summary>Packets that came twice.</summary>
    public long Duplicates => _waiting.Duplicates;

    /// <summary>Packets that came after their turn.</summary>
    public long Late { get; private set; }

    /// <summary>Packets dropped because the buffer was full or their payload too long.</summary>
    public long Dropped => _unfit + _waiting.Dropped;

    /// <summary>Lead of the newest packet over the output, in milliseconds: the delay in force.</summary>
    public int DelayMs => _started ? (int)((_lastPosition - _playPosition) * 1000 / _sampleRateHz) : 0;

    /// <summary>Takes one packet.</summary>
    public void Put(IAudioCodec codec, uint ssrc, uint timestamp, ReadOnlySpan<byte> payload, long arrivedAt)
    {
        int samples = (int)((long)codec.CountSamples(payload) * _sampleRateHz / codec.SampleRateHz);
        if (payload.Length > MaxPayloadBytes || samples <= 0 || samples > _maxPacketSamples)
        {
            _unfit++;
            return;
        }
        long position = Place(ssrc, timestamp, codec.ClockRateHz);
        int lead = (int)(position - _playPosition);
        if (lead < 0 && !TryMakeTime(-lead, position)) return;
        _lateInRow = 0;
        _smallestLead = Math.Min(_smallestLead, (int)(position - _playPosition));
        _waiting.Put(codec, position, samples, payload, arrivedAt);
    }

    /// <summary>Takes a comfort noise packet (RFC 3389): from its place on what is missing is noise, and neither lost nor silent, until audio comes again.</summary>
    /// <param name="ssrc">Its source.</param>
    /// <param name="timestamp">On the clock of the audio.</param>
    /// <param name="level">First byte of its payload.</param>
    public void PutNoise(uint ssrc, uint timestamp, byte level)
    {
        long position = _lastPosition + (long)(int)(timestamp - _lastTimestamp) * _sampleRateHz / Math.Max(1, _clockRateHz);
        if (!_started || ssrc != _ssrc || position <= _lastPosition) return; // nothing to stand beside, or overtaken by audio
        _noise.SetLevel(level);
        _noiseFrom = position;
    }

    /// <summary>Gives the next 20 ms.</summary>
    /// <param name="frame">Receives <see cref="FrameSamples"/> samples.</param>
    /// <param name="arrivedAt">Arrival of the packet the frame begins with; untouched when there is none.</param>
    public TapFrameKind Take(Span<short> frame, ref long arrivedAt)
    {
        frame = frame[..FrameSamples];
        if (!_started)
        {
            frame.Clear();
            return TapFrameKind.Silence;
        }
        int filled = Fill(frame, ref arrivedAt);
        _playPosition += FrameSamples;
        TapFrameKind kind = Conceal(frame, filled);
        Shrink(kind);
        return kind;
    }

    /// <summary>Forgets everything; the next packet starts a new timeline.</summary>
    public void Reset()
    {
        _waiting.Clear();
        _started = false;
        _noiseFrom = long.MaxValue;
        _missing = _silenceAfter;
        _concealer.Reset();
    }

    /// <summary>Releases the decoder; a later packet gets a new one.</summary>
    public void Dispose()
    {
        _decoder?.Dispose();
        (_codec, _decoder) = (null, null);
    }

    private long Place(uint ssrc, uint timestamp, int clockRateHz)
    {
        long position = _lastPosition + (long)(int)(timestamp - _lastTimestamp) * _sampleRateHz / clockRateHz;
        bool jumped = Math.Abs(position - _playPosition) > JumpSeconds * _sampleRateHz;
        if (!_started || ssrc != _ssrc || clockRateHz != _clockRateHz || jumped) return Restart(ssrc, timestamp, clockRateHz);
        if (position > _lastPosition) (_lastPosition, _lastTimestamp) = (position, timestamp);
        return position;
    }

    private long Restart(uint ssrc, uint timestamp, int clockRateHz)
    {
        _waiting.Clear();
        (_ssrc, _clockRateHz, _lastTimestamp) = (ssrc, clockRateHz, timestamp);
        _lastPosition = timestamp;
        _playPosition = _lastPosition - _minDelay;
        _lateInRow = 0;
        _started = true;
        _noiseFrom = long.MaxValue;
        _smallestLead = int.MaxValue;
        _calmTicks = 0;
        return _lastPosition;
    }

    // A late packet moves the output back by whole frames, as long as the newest packet then waits no longer than the maximum.
    private bool TryMakeTime(int late, long position)
    {
        Late++;
        int back = (late + FrameSamples - 1) / FrameSamples * FrameSamples;
        if (_lastPosition - (_playPosition - back) <= _maxDelay)
        {
            _playPosition -= back;
            return true;
        }
        if (++_lateInRow < LateInRowToRestart) return false;
        _lateInRow = 0;
        _playPosition = position - _minDelay;
        return true;
    }

    // Copies every piece that lies within the frame, decoding in order; returns how many samples were covered.
    private int Fill(Span<short> frame, ref long arrivedAt)
    {
        int covered = 0;
        long end = _playPosition + FrameSamples;
        frame.Clear();
        while (_waiting.First(end) is { } packet)
        {
            DecodeOnce(packet);
            long from = Math.Max(packet.Position, _playPosition), to = Math.Min(packet.Position + packet.Samples, end);
            if (to > from)
            {
                packet.Pcm.AsSpan((int)(from - packet.Position), (int)(to - from)).CopyTo(frame[(int)(from - _playPosition)..]);
                covered += (int)(to - from);
                if (from == _playPosition) arrivedAt = packet.ArrivedAt;
            }
            if (packet.Position + packet.Samples > end) break;
            packet.IsUsed = false;
        }
        return covered;
    }

    private void DecodeOnce(WaitingPacket packet)
    {
        if (packet.IsDecoded) return;
        if (packet.Codec != _codec)
        {
            _decoder?.Dispose();
            _codec = packet.Codec;
            _decoder = packet.Codec!.CreateDecoder(_sampleRateHz);
        }
        Span<short> pcm = packet.Pcm.AsSpan(0, packet.Samples);
        pcm[_decoder!.Decode(packet.Payload.AsSpan(0, packet.Bytes), pcm)..].Clear();
        packet.IsDecoded = true;
    }

    private TapFrameKind Conceal(Span<short> frame, int covered)
    {
        if (covered >= FrameSamples / 2)
        {
            _concealer.Good(frame, afterLoss: _missing > 0 && _decoder is not { HasConcealment: true });
            _missing = 0;
            if (_playPosition - FrameSamples >= _noiseFrom) _noiseFrom = long.MaxValue;
            return TapFrameKind.Audio;
        }
        if (_playPosition > _noiseFrom && _playPosition - _noiseFrom < (long)MaxNoiseSeconds * _sampleRateHz)
        {
            _missing = _silenceAfter;
            _noise.Read(frame[covered..]);
            return TapFrameKind.Silence;
        }
        _missing += FrameSamples;
        if (_missing <= _silenceAfter && (ConcealByCodec(frame) || _concealer.Conceal(frame, _missing - FrameSamples))) return TapFrameKind.Concealed;
        frame.Clear();
        return TapFrameKind.Silence;
    }

    // A codec that knows its own past does better, and best when the next packet is there with the redundancy in it.
    private bool ConcealByCodec(Span<short> frame)
    {
        if (_decoder is not { HasConcealment: true }) return false;
        WaitingPacket? next = _waiting.First(_playPosition + 1);
        bool follows = next is { IsDecoded: false, Samples: var samples } && next.Position == _playPosition && samples == FrameSamples && next.Codec == _codec;
        return (follows ? _decoder.Recover(next!.Payload.AsSpan(0, next.Bytes), frame) : _decoder.Conceal(frame)) > 0;
    }

    // When for two seconds every packet came more than a frame before it was due, that frame of delay is not needed.
    private void Shrink(TapFrameKind kind)
    {
        if (kind == TapFrameKind.Silence || ++_calmTicks < CalmTicksToShrink) return;
        if (_smallestLead != int.MaxValue && _smallestLead >= _minDelay + FrameSamples) _playPosition += FrameSamples;
        _calmTicks = 0;
        _smallestLead = int.MaxValue;
    }
}
