namespace SmartPbx.Media.Rtp;

/// <summary>
/// What a receiver knows of one stream: extended sequence (RFC 3550 appendix A.1), loss (A.3) and jitter (A.8). A new SSRC or a big jump
/// starts over; totals go on. Written by one thread; the totals may be read by others.
/// </summary>
public sealed class ReceptionStatistics
{
    private const int MaxDropout = 3000;
    private const int MaxMisorder = 100;

    private long _cycles;
    private ushort _highest;
    private long _first;
    private long _receivedSinceStart;
    private long _lostBefore; // by earlier SSRCs
    private long _lossEvents;
    private long _expectedAtReport;
    private long _receivedAtReport;
    private double _transit;
    private double _jitter; // timestamp units
    private int _clockRateHz = 8000;
    private bool _started;
    private long _ssrcChanges;

    /// <summary>SSRC of the current stream.</summary>
    public uint Ssrc { get; private set; }

    /// <summary>True after the first packet.</summary>
    public bool HasStream => _started;

    /// <summary>How often the SSRC changed.</summary>
    public long SsrcChanges => Volatile.Read(ref _ssrcChanges);

    /// <summary>Extended highest sequence number received.</summary>
    public long ExtendedHighest => Volatile.Read(ref _cycles) + _highest;

    /// <summary>Packets missing, never below zero.</summary>
    public long Lost => _lostBefore + LostNow;

    /// <summary>How often packets were missing, however many at once.</summary>
    public long LossEvents => Volatile.Read(ref _lossEvents);

    /// <summary>Interarrival jitter in milliseconds.</summary>
    public double JitterMs => _jitter * 1000 / _clockRateHz;

    /// <summary>Interarrival jitter in timestamp units, for a report block.</summary>
    public uint JitterUnits => (uint)_jitter;

    private long LostNow => _started ? Math.Max(0, ExtendedHighest - _first + 1 - _receivedSinceStart) : 0;

    /// <summary>Whether this is the stream that is being counted.</summary>
    public bool IsCurrent(uint ssrc) => ssrc == Ssrc && _started;

    /// <summary>Counts one packet.</summary>
    /// <param name="ssrc">Its SSRC.</param>
    /// <param name="sequence">Its sequence number.</param>
    /// <param name="timestamp">Its timestamp.</param>
    /// <param name="arrivalUnits">Arrival on a steady clock, in timestamp units.</param>
    /// <param name="clockRateHz">Timestamp units per second.</param>
    public void Update(uint ssrc, ushort sequence, uint timestamp, double arrivalUnits, int clockRateHz)
    {
        if (!_started || ssrc != Ssrc) Restart(ssrc, sequence, changed: _started);
        ushort ahead = (ushort)(sequence - _highest);
        if (ahead < MaxDropout)
        {
            if (ahead > 1) _lossEvents++;
            if (sequence < _highest) Volatile.Write(ref _cycles, _cycles + 65_536);
            _highest = sequence;
        }
        else if (ahead < 65_536 - MaxMisorder)
        {
            Restart(ssrc, sequence, changed: false);
        }
        _receivedSinceStart++;
        UpdateJitter(timestamp, arrivalUnits, clockRateHz);
    }

    /// <summary>Share lost since the last call, in 1/256 (RFC 3550 appendix A.3).</summary>
    public byte TakeFractionLost()
    {
        long expected = ExtendedHighest - _first + 1, expectedNow = expected - _expectedAtReport, receivedNow = _receivedSinceStart - _receivedAtReport;
        _expectedAtReport = expected;
        _receivedAtReport = _receivedSinceStart;
        long lost = expectedNow - receivedNow;
        return expectedNow <= 0 || lost <= 0 ? (byte)0 : (byte)Math.Min(255, lost * 256 / expectedNow);
    }

    private void Restart(uint ssrc, ushort sequence, bool changed)
    {
        _lostBefore += LostNow;
        if (changed) Volatile.Write(ref _ssrcChanges, _ssrcChanges + 1);
        Ssrc = ssrc;
        _cycles = 0;
        _highest = sequence;
        _first = sequence;
        _receivedSinceStart = _expectedAtReport = _receivedAtReport = 0;
        _transit = double.NaN;
        _started = true;
    }

    private void UpdateJitter(uint timestamp, double arrivalUnits, int clockRateHz)
    {
        _clockRateHz = clockRateHz;
        double transit = arrivalUnits - timestamp;
        double difference = Math.Abs(transit - _transit);
        _transit = transit;
        // A timestamp jump or wrap is no jitter.
        if (difference < clockRateHz * 5.0) _jitter += (difference - _jitter) / 16;
    }
}
