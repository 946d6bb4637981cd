namespace SmartPbx.MediaEdge.Health;

/// <summary>Means over late legs with audio.</summary>
/// <param name="Legs">Legs seen since the start.</param>
/// <param name="Mos">Of what we received, 1–4.5.</param>
/// <param name="LossPercent">Of what we received.</param>
/// <param name="JitterMs">Of what we received.</param>
/// <param name="RoundTripMs">To the peers; null while none has sent RTCP.</param>
public readonly record struct QualityFigures(long Legs, double Mos, double LossPercent, double JitterMs, double? RoundTripMs);
