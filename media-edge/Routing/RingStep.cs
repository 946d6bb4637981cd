namespace SmartPbx.MediaEdge.Routing;

/// <summary>What rings together, and for how long before the next step.</summary>
public sealed record RingStep(IReadOnlyList<RingTarget> Targets, TimeSpan Time);
