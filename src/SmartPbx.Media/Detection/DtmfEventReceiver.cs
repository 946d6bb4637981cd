using System.Buffers.Binary;

namespace SmartPbx.Media.Detection;

/// <summary>
/// Receives telephone-events (RFC 4733). An event is known by its RTP timestamp: its packets repeat and grow, the end comes three times, and
/// all of that is one key press. Reports a key when it is released, or when its end was lost and the next key, or nothing, follows.
/// </summary>
/// <remarks>Payload (RFC 4733 section 2.3): event (8), E (1), R (1), volume (6), duration (16, timestamp units).</remarks>
public sealed class DtmfEventReceiver(int clockRateHz = 8000)
{
    /// <summary>Keys that one packet can complete: the former, whose end was lost, and its own.</summary>
    public const int MaxDigitsPerPacket = 2;

    private const string Digits = "0123456789*#ABCD"; // RFC 4733 section 3.2, table 3

    private uint _ssrc;
    private uint _timestamp;
    private byte _event;
    private int _duration; // timestamp units, of the current event with its earlier segments
    private int _segmentDuration;
    private bool _open;
    private bool _any;

    /// <summary>True while a key is held, as far as we know.</summary>
    public bool IsOpen => _open;

    /// <summary>Takes one packet of the telephone-event payload type.</summary>
    /// <param name="ssrc">SSRC of the packet.</param>
    /// <param name="timestamp">RTP timestamp of the packet: the beginning of the event.</param>
    /// <param name="payload">RTP payload. Malformed or other than digits: ignored.</param>
    /// <param name="digits">Receives up to <see cref="MaxDigitsPerPacket"/> keys.</param>
    /// <returns>Keys written.</returns>
    public int Process(uint ssrc, uint timestamp, ReadOnlySpan<byte> payload, Span<DtmfDigit> digits)
    {
        if (payload.Length < 4 || payload[0] >= Digits.Length) return 0;
        int duration = BinaryPrimitives.ReadUInt16BigEndian(payload[2..]), count = 0;
        bool end = (payload[1] & 0x80) != 0;
        if (!_any || ssrc != _ssrc || timestamp != _timestamp)
        {
            if (_any && ssrc == _ssrc && (int)(timestamp - _timestamp) < 0) return 0; // reordered packet of an earlier event
            if (!IsNextSegment(ssrc, timestamp, payload[0]))
            {
                if (_open) digits[count++] = Finish();
                _duration = 0;
                _event = payload[0];
            }
            Begin(ssrc, timestamp);
        }
        if (!_open) return count; // repeat of an end already reported
        _duration += Math.Max(0, duration - _segmentDuration);
        _segmentDuration = Math.Max(duration, _segmentDuration);
        if (end) digits[count++] = Finish();
        return count;
    }

    /// <summary>The line has been quiet for a while (caller's rule: 100 ms): whatever is held counts as released.</summary>
    public bool TryExpire(out DtmfDigit digit)
    {
        digit = default;
        if (!_open) return false;
        digit = Finish();
        return true;
    }

    // RFC 4733 section 2.5.1.3: a key held for more than 0xFFFF units goes on as a segment that begins where the last one ended.
    private bool IsNextSegment(uint ssrc, uint timestamp, byte code) =>
        _open && ssrc == _ssrc && code == _event && _segmentDuration == 0xFFFF && timestamp == _timestamp + 0xFFFF;

    private void Begin(uint ssrc, uint timestamp)
    {
        _any = true;
        _open = true;
        _ssrc = ssrc;
        _timestamp = timestamp;
        _segmentDuration = 0;
    }

    private DtmfDigit Finish()
    {
        _open = false;
        return new DtmfDigit(Digits[_event], (int)((long)_duration * 1000 / clockRateHz));
    }
}
