using SmartPbx.Media.Recording;
using SmartPbx.Media.Relay;

namespace SmartPbx.Media.Mixing;

/// <summary>A plan as the relay thread has arranged it for the media thread: each voice with the ring its packets come by.</summary>
/// <param name="Inputs">The rings, and the legs they come from.</param>
/// <param name="Outputs">The listeners, and which rings they hear how loud.</param>
internal sealed record MixSeating(IReadOnlyList<(LegState Leg, PacketTap Tap)> Inputs, IReadOnlyList<MixSeating.Listener> Outputs)
{
    /// <summary>One listener.</summary>
    public sealed record Listener(LegState Leg, uint Ssrc, IReadOnlyList<(PacketTap Tap, int Gain)> Hears);
}
