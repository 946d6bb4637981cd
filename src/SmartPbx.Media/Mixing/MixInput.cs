using SmartPbx.Media.Relay;

namespace SmartPbx.Media.Mixing;

/// <summary>One voice of a mix: one side of a leg.</summary>
/// <param name="Leg">Whose.</param>
/// <param name="Side">What arrives from its peer; or what is sent to it, which is the way to a voice that has no leg (playout).</param>
public readonly record struct MixInput(MediaLeg Leg, TapSide Side);
