namespace SmartPbx.MediaEdge.Health;

/// <summary>Body of <c>/ready</c>.</summary>
public sealed record ReadinessReport(bool Ready, IReadOnlyDictionary<string, string> Checks);
