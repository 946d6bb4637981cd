using SmartPbx.MediaEdge.Registrar;

namespace SmartPbx.MediaEdge.Routing;

/// <summary>One phone to ring.</summary>
/// <param name="Extension">The number it is rung as.</param>
/// <param name="Binding">Where it is.</param>
public sealed record RingTarget(string Extension, Binding Binding);
