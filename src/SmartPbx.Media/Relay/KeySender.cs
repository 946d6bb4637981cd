using System.Buffers.Binary;
using SmartPbx.Media.Audio;
using SmartPbx.Media.Codecs;
using SmartPbx.Media.Rtp;

namespace SmartPbx.Media.Relay;

/// <summary>
/// Keys on their way to one peer, one after another: telephone-events when the peer has them (RFC 4733), else tones in the audio. A packet
/// is made each 20 ms in place of the audio, which waits (playout) or is left out (relayed). Relay thread only.
/// </summary>
internal sealed class KeySender
{
    /// <summary>Keys that wait; more are dropped.</summary>
    public const int MaxWaiting = 32;

    public const int MinDurationMs = 40; // shorter ones are not keys (ITU-T Q.24)
    public const int MaxDurationMs = 6000;

    private const int StepMs = PlayoutStream.FrameMs;
    private const int EndPackets = 3; // RFC 4733 section 2.5.1.4
    private const int GapMs = 60; // Q.24 wants 40 ms at least between two keys
    private const int MaxSegmentUnits = 0xFFFF;
    private const byte EndBit = 0x80;
    private const byte VolumeDbm0 = 10; // magnitude, sign dropped (RFC 4733 section 2.3.4)
    private const string EventCodes = "0123456789*#ABCD"; // RFC 4733 section 3.2, table 3

    private readonly Queue<(char Key, int DurationMs)> _waiting = new();
    private DtmfTone? _tone;
    private short[] _frame = [];
    private char _key;
    private int _durationMs;
    private int _elapsedMs;
    private bool _asEvents;
    private uint _segmentTimestamp;
    private int _segmentStartUnits;
    private bool _segmentFull;

    /// <summary>A key is being sent, or the pause after it: no other audio may go out.</summary>
    public bool IsActive { get; private set; }

    public bool HasWork => IsActive || _waiting.Count > 0;

    public bool TryAdd(char key, int durationMs)
    {
        if (_waiting.Count == MaxWaiting || !DtmfTone.IsKey(key)) return false;
        _waiting.Enqueue((key, Math.Clamp(durationMs, MinDurationMs, MaxDurationMs)));
        return true;
    }

    /// <summary>Forgets everything: the peer may not be sent to.</summary>
    public void Clear()
    {
        _waiting.Clear();
        IsActive = false;
    }

    /// <summary>Each tick: writes this tick's packet.</summary>
    /// <param name="packet">Receives it.</param>
    /// <param name="remote">The peer.</param>
    /// <param name="encoder">Of its codec, for tones; null when we cannot encode it.</param>
    /// <param name="stream">Gives numbers and timestamps.</param>
    /// <param name="now">Clock ticks.</param>
    /// <returns>Bytes written; 0 when nothing is to be sent.</returns>
    public int Next(Span<byte> packet, RemoteMedia remote, IAudioEncoder? encoder, OutboundStream stream, long now)
    {
        if (!IsActive && !TryBegin(remote, encoder, stream, now)) return 0;
        _elapsedMs += StepMs;
        if (_asEvents && remote.TelephoneEventPayloadType is { } payloadType) return WriteEvent(packet, payloadType, remote, stream);
        if (!_asEvents && encoder is not null) return WriteTone(packet, remote, encoder, stream, now);
        IsActive = false; // the peer has changed its mind in the middle of a key
        return 0;
    }

    /// <summary>Whether the packet just written is audio, for taps.</summary>
    public bool WroteAudio => !_asEvents;

    private bool TryBegin(RemoteMedia remote, IAudioEncoder? encoder, OutboundStream stream, long now)
    {
        if (!_waiting.TryDequeue(out var next)) return false;
        (_key, _durationMs) = next;
        _asEvents = remote.TelephoneEventPayloadType is not null;
        _elapsedMs = _segmentStartUnits = 0;
        _segmentFull = false;
        IsActive = _asEvents || encoder is not null;
        if (_asEvents) _segmentTimestamp = stream.NextTimestamp(remote.Codec.ClockRateHz, now);
        else if (encoder is not null) BeginTone(encoder.SampleRateHz);
        return IsActive;
    }

    // The first packet carries the marker and the first step's duration; each step the duration grows; the last packet goes out three times.
    private int WriteEvent(Span<byte> packet, byte payloadType, RemoteMedia remote, OutboundStream stream)
    {
        int ended = (_elapsedMs - _durationMs + StepMs) / StepMs; // 1 in the step that reaches the duration
        if (ended > EndPackets)
        {
            IsActive = false;
            return 0;
        }
        int units = (int)((long)Math.Min(_elapsedMs, _durationMs) * remote.TelephoneEventClockRateHz / 1000);
        bool begins = _elapsedMs == StepMs;
        int length = SegmentLength(units);
        int head = stream.Insert(payloadType, begins, _segmentTimestamp).Write(packet);
        packet[head] = (byte)EventCodes.IndexOf(_key, StringComparison.Ordinal);
        packet[head + 1] = (byte)((ended > 0 && !_segmentFull ? EndBit : 0) | VolumeDbm0);
        BinaryPrimitives.WriteUInt16BigEndian(packet[(head + 2)..], (ushort)length);
        return head + 4;
    }

    // RFC 4733 section 2.5.1.3: what does not fit 16 bits ends a segment with the longest duration, and goes on as one that begins where it ended.
    private int SegmentLength(int units)
    {
        if (_segmentFull)
        {
            _segmentStartUnits += MaxSegmentUnits;
            _segmentTimestamp += MaxSegmentUnits;
        }
        _segmentFull = units - _segmentStartUnits > MaxSegmentUnits;
        return _segmentFull ? MaxSegmentUnits : units - _segmentStartUnits;
    }

    private int WriteTone(Span<byte> packet, RemoteMedia remote, IAudioEncoder encoder, OutboundStream stream, long now)
    {
        if (_elapsedMs - StepMs >= _durationMs + GapMs || _tone!.SampleRateHz != encoder.SampleRateHz)
        {
            IsActive = false;
            return 0;
        }
        _tone.Read(_frame);
        int bytes = encoder.Encode(_frame, packet[RtpPacket.MinHeaderBytes..]);
        if (bytes == 0) return 0; // the pause after the tone may be silence that need not be sent
        uint units = (uint)(remote.Codec.ClockRateHz * StepMs / 1000);
        return stream.Play(remote.Codec.PayloadType, units, paused: _elapsedMs == StepMs, remote.Codec.ClockRateHz, now).Write(packet) + bytes;
    }

    private void BeginTone(int sampleRateHz)
    {
        if (_tone?.SampleRateHz != sampleRateHz)
        {
            _tone = new DtmfTone(sampleRateHz);
            _frame = new short[sampleRateHz * StepMs / 1000];
        }
        _tone.Start(_key, _durationMs);
    }
}
