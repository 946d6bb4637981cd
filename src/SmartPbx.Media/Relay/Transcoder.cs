using System.Buffers.Binary;
using SmartPbx.Media.Audio;
using SmartPbx.Media.Codecs;
using SmartPbx.Media.Jitter;
using SmartPbx.Media.Rtp;

namespace SmartPbx.Media.Relay;

/// <summary>
/// Turns the packets of one leg's peer into packets for the other leg's peer, when the two share no codec. A packet is decoded as it comes
/// and encoded as soon as the other side's packet time is full, so no delay is added beyond that. Short losses are concealed, silence
/// suppression stays a gap, comfort noise becomes noise. Packets carry the source's SSRC with numbers and timestamps of their own, which
/// <see cref="OutboundStream"/> fits into what the peer hears. Transcoding thread only; no allocation per packet.
/// </summary>
internal sealed class Transcoder : IDisposable
{
    /// <summary>The longest packet written: header, and the largest Opus payload (RFC 6716 section 3.4).</summary>
    public const int MaxPacketBytes = RtpPacket.MinHeaderBytes + 1275;

    private const int MaxInputMs = 120, MaxOutputMs = 60, MaxConcealedMs = 60, TickMs = PlayoutStream.FrameMs;
    private const int MaxMisorder = 100; // RFC 3550 appendix A.1
    private const int MaxJumpSeconds = 20; // a longer silence was none: the source's clock began anew
    private const int MaxEventBytes = 16;
    private const int MaxNoiseTicks = 500; // ten seconds without a word of the source: it is gone

    private readonly IAudioCodec _from;
    private readonly PayloadFormat _to;
    private readonly IAudioCodec _toCodec;
    private IAudioDecoder? _decoder; // made on the thread that uses it: Opus takes a while
    private IAudioEncoder? _encoder;
    private volatile bool _closed;
    private readonly LossConcealer _concealer;
    private readonly ComfortNoise _noise;
    private readonly int _fromClockHz;
    private readonly int _toClockHz;
    private readonly int _rate;
    private readonly int _packetSamples;
    private readonly byte _payloadType;
    private readonly short[] _pcm; // waits to be encoded
    private int _waiting;
    private bool _started;
    private bool _afterGap; // the next packet begins a talk spurt
    private bool _afterLoss;
    private int _gap; // samples of silence between what waits and the packet to come
    private uint _ssrc;
    private ushort _lastSequence; // of the source
    private uint _nextTimestamp; // of the source: end of what was decoded
    private ushort _sequence; // of the next packet written
    private uint _timestamp; // of the first waiting sample
    private uint _eventTimestamp; // of the source
    private uint _eventWritten; // the same moment as written
    private bool _hasEvent;
    private int _noiseTicks;

    public Transcoder(IAudioCodec from, RemoteMedia to, IAudioCodec toCodec, TranscodingThread thread)
    {
        _rate = Math.Min(from.SampleRateHz, toCodec.SampleRateHz);
        (_from, _to, _toCodec, Thread) = (from, to.Codec, toCodec, thread);
        _concealer = new LossConcealer(_rate);
        _noise = new ComfortNoise();
        (_fromClockHz, _toClockHz, _payloadType) = (from.ClockRateHz, to.Codec.ClockRateHz, to.Codec.PayloadType);
        _packetSamples = PacketTime(to) * _rate / 1000;
        _pcm = new short[(MaxInputMs + MaxOutputMs + MaxConcealedMs + TickMs) * _rate / 1000 + 16];
    }

    /// <summary>Where it runs.</summary>
    public TranscodingThread Thread { get; }

    /// <summary>Whether time passes for it without packets: comfort noise plays.</summary>
    public bool NeedsTicks => Volatile.Read(ref _noiseTicks) > 0;

    public bool IsClosed => _closed;

    private IAudioDecoder Decoder => _decoder ??= _from.CreateDecoder(_rate);

    private IAudioEncoder Encoder => _encoder ??= _toCodec.CreateEncoder(_rate, _to);

    /// <summary>Whether it does what such a pair needs, so that its state may live on.</summary>
    public bool Fits(IAudioCodec from, RemoteMedia to) => from == _from && to.Codec == _to && PacketTime(to) == _packetSamples * 1000 / _rate;

    /// <summary>
    /// Looks at an audio packet and makes up for what is missing before it. Take what waits (<see cref="TryTake"/>), then
    /// <see cref="Put"/> the packet and take again.
    /// </summary>
    /// <returns>False when the packet is late: forget it.</returns>
    public bool Begin(in RtpPacket packet)
    {
        if (!Follow(packet, out int ahead)) return false;
        ForgetUntaken();
        int units = _started ? (int)(packet.Timestamp - _nextTimestamp) : 0;
        _started = true;
        _noiseTicks = 0;
        _gap = 0;
        if (units <= 0 || units > MaxJumpSeconds * _fromClockHz) return true; // a jump is another timeline: ours goes on
        int gap = (int)((long)units * _rate / _fromClockHz);
        _afterLoss = ahead > 1 && gap <= MaxConcealedMs * _rate / 1000;
        if (_afterLoss) Conceal(packet.Payload, gap);
        else Skip(gap);
        return true;
    }

    /// <summary>Decodes the packet that <see cref="Begin"/> looked at.</summary>
    public void Put(in RtpPacket packet)
    {
        ForgetUntaken();
        if (_gap > 0)
        {
            _timestamp += (uint)((long)_gap * _toClockHz / _rate);
            _afterGap = true;
            _gap = 0;
        }
        int samples = Decoder.Decode(packet.Payload, _pcm.AsSpan(_waiting));
        if (!Decoder.HasConcealment) Remember(_pcm.AsSpan(_waiting, samples));
        _waiting += samples;
        _nextTimestamp = packet.Timestamp + (uint)((long)samples * _fromClockHz / _rate);
    }

    /// <summary>Takes a comfort noise packet (RFC 3389): its noise lasts, tick by tick, until audio comes again.</summary>
    public void PutNoise(in RtpPacket packet)
    {
        if (!_started || packet.Payload.Length == 0 || !Follow(packet, out _)) return;
        _noise.SetLevel(packet.Payload[0]);
        _noiseTicks = MaxNoiseTicks;
    }

    /// <summary>Each 20 ms.</summary>
    public void Tick()
    {
        if (_noiseTicks == 0) return;
        ForgetUntaken();
        _noiseTicks--;
        int samples = TickMs * _rate / 1000;
        _noise.Read(_pcm.AsSpan(_waiting, samples));
        _waiting += samples;
        _nextTimestamp += (uint)(TickMs * _fromClockHz / 1000);
    }

    /// <summary>Writes a packet when enough audio waits.</summary>
    /// <returns>False when there is none; with a length of 0: silence that need not be sent.</returns>
    public bool TryTake(Span<byte> packet, out int length)
    {
        length = 0;
        if (_waiting < _packetSamples) return false;
        int bytes = Encoder.Encode(_pcm.AsSpan(0, _packetSamples), packet[RtpPacket.MinHeaderBytes..]);
        if (bytes > 0) length = bytes + new RtpHeader(_payloadType, _afterGap, _sequence++, _timestamp, _ssrc).Write(packet);
        _afterGap = bytes == 0;
        _timestamp += (uint)((long)_packetSamples * _toClockHz / _rate);
        _waiting -= _packetSamples;
        _pcm.AsSpan(_packetSamples, _waiting).CopyTo(_pcm);
        return true;
    }

    /// <summary>Writes a telephone-event between the audio: same key, our numbers, and its beginning on the other side's clock (RFC 4733 section 2.2).</summary>
    /// <returns>Bytes written; 0 when the packet is late.</returns>
    public int WriteEvent(in RtpPacket packet, byte payloadType, int fromEventClockHz, int toEventClockHz, Span<byte> written)
    {
        if (!Follow(packet, out _) || packet.Payload.Length is < 4 or > MaxEventBytes) return 0;
        if (!_hasEvent || packet.Timestamp != _eventTimestamp)
        {
            long since = _started ? (int)(packet.Timestamp - _nextTimestamp) : 0;
            _eventWritten = _timestamp + (uint)((long)_waiting * _toClockHz / _rate) + (uint)(since * _toClockHz / _fromClockHz);
            (_eventTimestamp, _hasEvent) = (packet.Timestamp, true);
        }
        if (!_started) (_nextTimestamp, _started) = (packet.Timestamp, true);
        int head = new RtpHeader(payloadType, packet.Marker, _sequence++, _eventWritten, _ssrc).Write(written);
        packet.Payload.CopyTo(written[head..]);
        ScaleDuration(written[head..], fromEventClockHz, toEventClockHz);
        return head + packet.Payload.Length;
    }

    /// <summary>Brings the duration of a telephone-event to another clock; what exceeds 16 bits stays the longest (RFC 4733 section 2.3.5).</summary>
    public static void ScaleDuration(Span<byte> payload, int fromClockHz, int toClockHz)
    {
        long duration = BinaryPrimitives.ReadUInt16BigEndian(payload[2..]);
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], (ushort)Math.Min(ushort.MaxValue, duration * toClockHz / fromClockHz));
    }

    public void Dispose()
    {
        _closed = true;
        _decoder?.Dispose();
        _encoder?.Dispose();
    }

    private static int PacketTime(RemoteMedia to) => Math.Clamp(to.PacketTimeMs / TickMs * TickMs, TickMs, MaxOutputMs);

    // Nobody had room for what was ready: its time passes unheard.
    private void ForgetUntaken()
    {
        int whole = _waiting - _waiting % _packetSamples;
        if (whole == 0) return;
        _waiting -= whole;
        _pcm.AsSpan(whole, _waiting).CopyTo(_pcm);
        _timestamp += (uint)((long)whole * _toClockHz / _rate);
        _afterGap = true;
    }

    // Whether the packet is newer than all before; another SSRC or a jump starts over.
    private bool Follow(in RtpPacket packet, out int ahead)
    {
        ahead = (short)(packet.SequenceNumber - _lastSequence);
        if (!_started || packet.Ssrc != _ssrc || ahead < -MaxMisorder) Restart(packet);
        else if (ahead <= 0) return false; // late or twice: its time was concealed
        _lastSequence = packet.SequenceNumber;
        return true;
    }

    private void Restart(in RtpPacket packet)
    {
        (_ssrc, _sequence, _timestamp) = (packet.Ssrc, packet.SequenceNumber, packet.Timestamp);
        _waiting = _noiseTicks = 0;
        _started = _hasEvent = false;
        _afterGap = true;
        _concealer.Reset();
    }

    private void Conceal(ReadOnlySpan<byte> next, int gap)
    {
        Span<short> hole = _pcm.AsSpan(_waiting, gap);
        int step = TickMs * _rate / 1000;
        for (int at = 0; at < gap; at += step)
        {
            Span<short> piece = hole.Slice(at, Math.Min(step, gap - at));
            bool last = at + step >= gap;
            int done = !Decoder.HasConcealment ? 0 : last ? Decoder.Recover(next, piece) : Decoder.Conceal(piece);
            if (done == 0 && (Decoder.HasConcealment || !_concealer.Conceal(piece, at))) piece.Clear();
        }
        _waiting += gap;
    }

    // What waits is filled up to a packet; the rest of the gap stays one.
    private void Skip(int gap)
    {
        int part = _waiting % _packetSamples, fill = part == 0 ? 0 : Math.Min(gap, _packetSamples - part);
        _pcm.AsSpan(_waiting, fill).Clear();
        _waiting += fill;
        _gap = gap - fill;
    }

    private void Remember(Span<short> pcm)
    {
        int frame = TickMs * _rate / 1000;
        for (; pcm.Length >= frame; pcm = pcm[frame..])
        {
            _concealer.Good(pcm[..frame], _afterLoss);
            _afterLoss = false;
        }
    }
}
