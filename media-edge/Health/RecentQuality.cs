using SmartPbx.Domain.Calls;

namespace SmartPbx.MediaEdge.Health;

/// <summary>How the last legs sounded, on average: a running mean in which a leg's weight halves after about seventy others. For people who look, not for bills.</summary>
public sealed class RecentQuality
{
    private const double NewWeight = 0.01;

    private readonly Lock _gate = new();
    private long _legs;
    private double _mos;
    private double _lossPercent;
    private double _jitterMs;
    private double? _roundTripMs;

    /// <summary>The figures now.</summary>
    public QualityFigures Read()
    {
        lock (_gate) return new QualityFigures(_legs, Math.Round(_mos, 2), Math.Round(_lossPercent, 3), Math.Round(_jitterMs, 2), _roundTripMs);
    }

    /// <summary>A leg is over; one without audio is left out.</summary>
    public void Add(LegRecord leg)
    {
        if (leg.MosIn is not { } mos) return;
        lock (_gate)
        {
            var weight = Math.Max(NewWeight, 1.0 / ++_legs);
            _mos += (mos - _mos) * weight;
            _lossPercent += (100.0 * leg.PacketsLost / Math.Max(1, leg.PacketsIn + leg.PacketsLost) - _lossPercent) * weight;
            _jitterMs += (leg.JitterMs - _jitterMs) * weight;
            if (leg.RoundTripMs is { } roundTrip) _roundTripMs = Math.Round((_roundTripMs ?? roundTrip) + (roundTrip - (_roundTripMs ?? roundTrip)) * weight, 1);
        }
    }
}
