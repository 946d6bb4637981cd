namespace SmartPbx.Embedded.Bus;

/// <summary>A handler and the event types that reach it.</summary>
public sealed record BusSubscription(string Handler, IReadOnlyList<string> EventTypes);
