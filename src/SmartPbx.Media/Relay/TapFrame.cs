namespace SmartPbx.Media.Relay;

/// <summary>Facts about one tapped frame of 20 ms.</summary>
/// <param name="PositionSamples">First sample on the leg's timeline (samples since the leg was opened), the same for both sides. Jumps only over frames lost to overflow.</param>
/// <param name="ArrivalTimestamp">When its packet arrived, in ticks of the engine's <see cref="TimeProvider.GetTimestamp"/>; when nothing arrived, the time of the frame.</param>
/// <param name="Kind">Where the samples come from.</param>
public readonly record struct TapFrame(long PositionSamples, long ArrivalTimestamp, TapFrameKind Kind)
{
    /// <summary>True when the samples did not come from a packet.</summary>
    public bool IsConcealed => Kind != TapFrameKind.Audio;
}
