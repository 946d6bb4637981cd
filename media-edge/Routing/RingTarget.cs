namespace SmartPbx.MediaEdge.Routing;

/// <summary>One thing to ring.</summary>
/// <param name="Number">The extension it is rung as; of a carrier, the number that was dialled.</param>
/// <param name="Destination">Where it is.</param>
public sealed record RingTarget(string Number, CallDestination Destination);
