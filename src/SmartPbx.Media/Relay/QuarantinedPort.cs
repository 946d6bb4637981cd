namespace SmartPbx.Media.Relay;

/// <summary>An RTP port that must rest because an orphaned peer may still send to it.</summary>
/// <param name="Port">RTP port (even) or its RTCP neighbour; the pair rests.</param>
/// <param name="Duration">How long from now.</param>
public readonly record struct QuarantinedPort(int Port, TimeSpan Duration);
