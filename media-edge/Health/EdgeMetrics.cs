using System.Diagnostics.Metrics;
using SmartPbx.Domain.Calls;

namespace SmartPbx.MediaEdge.Health;

/// <summary>The edge's own instruments, by the names of the requirements; the exposition adds the prefix <c>smartpbx_</c>. Labels never name a call or a person.</summary>
public sealed class EdgeMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "SmartPbx.MediaEdge";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _calls;
    private readonly Histogram<double> _durations;
    private readonly Counter<long> _sipRequests;
    private readonly Counter<long> _sipMalformed;
    private readonly Counter<long> _ignoredSources;
    private readonly Counter<long> _aiActivated;
    private readonly Counter<long> _recordings;
    private readonly Counter<long> _outboundBlocked;
    private readonly Counter<long> _faults;
    private readonly Histogram<double> _answerTimes;
    private readonly Histogram<double> _scores;
    private readonly Histogram<double> _losses;
    private readonly Histogram<double> _jitters;
    private readonly Histogram<double> _roundTrips;

    public EdgeMetrics()
    {
        _calls = _meter.CreateCounter<long>("calls_total");
        _durations = _meter.CreateHistogram("call_duration_seconds", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [10, 30, 60, 120, 300, 600, 1800, 3600] });
        _answerTimes = _meter.CreateHistogram("call_setup_seconds", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });
        _scores = Buckets("call_mos", 1, 2, 2.5, 3, 3.5, 4, 4.2, 4.4);
        _losses = Buckets("rtp_loss_ratio", 0, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.3);
        _jitters = Buckets("rtp_jitter_seconds", 0.001, 0.005, 0.01, 0.02, 0.04, 0.08, 0.2);
        _roundTrips = Buckets("rtp_round_trip_seconds", 0.01, 0.03, 0.06, 0.1, 0.2, 0.4, 0.8);
        _sipRequests = _meter.CreateCounter<long>("sip_requests_total");
        _sipMalformed = _meter.CreateCounter<long>("sip_malformed_total");
        _ignoredSources = _meter.CreateCounter<long>("sip_ignored_total");
        _aiActivated = _meter.CreateCounter<long>("ai_activated_calls_total");
        _recordings = _meter.CreateCounter<long>("recordings_total");
        _outboundBlocked = _meter.CreateCounter<long>("outbound_blocked_total");
        _faults = _meter.CreateCounter<long>("faults_total");
    }

    public void CallEnded(CallDetailRecord record)
    {
        _calls.Add(1, new("status", record.Outcome.Name), new("call_type", record.CallType == CallType.AiCall ? "ai_call" : "sip_call"), new("tenant", record.TenantId.Value));
        if (record.AnsweredAt is null) return;
        foreach (var leg in record.Legs) LegEnded(leg, record.TenantId.Value);
        _durations.Record(record.DurationMs / 1000.0);
        _answerTimes.Record((record.AnsweredAt.Value - record.StartedAt).TotalSeconds);
    }

    /// <summary>How the legs of late calls sounded.</summary>
    public RecentQuality Quality { get; } = new();

    private void LegEnded(LegRecord leg, string tenant)
    {
        Quality.Add(leg);
        if (leg.MosIn is { } heard) _scores.Record(heard, new("tenant", tenant), new("direction", "in"));
        if (leg.MosOut is { } sent) _scores.Record(sent, new("tenant", tenant), new("direction", "out"));
        if (leg.MosIn is not null)
        {
            _losses.Record((double)leg.PacketsLost / Math.Max(1, leg.PacketsIn + leg.PacketsLost), new("tenant", tenant), new("direction", "in"));
            _jitters.Record(leg.JitterMs / 1000, new("tenant", tenant), new("direction", "in"));
        }
        if (leg.RemotePacketsLost is { } lost) _losses.Record((double)lost / Math.Max(1, leg.PacketsOut), new("tenant", tenant), new("direction", "out"));
        if (leg.RemoteJitterMs is { } jitter) _jitters.Record(jitter / 1000, new("tenant", tenant), new("direction", "out"));
        if (leg.RoundTripMs is { } roundTrip) _roundTrips.Record(roundTrip / 1000, new KeyValuePair<string, object?>("tenant", tenant));
    }

    private Histogram<double> Buckets(string name, params double[] boundaries) =>
        _meter.CreateHistogram(name, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });

    public void SipRequest(string method) => _sipRequests.Add(1, new KeyValuePair<string, object?>("method", method));

    public void SipMalformed(string code) => _sipMalformed.Add(1, new KeyValuePair<string, object?>("code", code));

    public void SourceIgnored(string what) => _ignoredSources.Add(1, new KeyValuePair<string, object?>("what", what));

    public void AiActivated(string reason) => _aiActivated.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void OutboundBlocked(string reason) => _outboundBlocked.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void RecordingSaved() => _recordings.Add(1);

    public void Fault(string where) => _faults.Add(1, new KeyValuePair<string, object?>("where", where));

    /// <summary>A value that is read when somebody looks.</summary>
    public void Observe(string name, Func<double> value) => _meter.CreateObservableGauge(name, value);

    /// <summary>Values with labels that are read when somebody looks.</summary>
    public void ObserveMany(string name, Func<IEnumerable<Measurement<double>>> values) => _meter.CreateObservableGauge(name, values);

    /// <summary>A growing total that is read when somebody looks.</summary>
    public void ObserveTotal(string name, Func<long> value) => _meter.CreateObservableCounter(name, value);

    public void Dispose() => _meter.Dispose();
}
