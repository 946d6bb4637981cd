using SmartPbx.Media.Relay;

namespace SmartPbx.Media.Mixing;

/// <summary>One listener: a leg whose peer hears a mix, and nothing else, in place of its peer leg and its playout.</summary>
/// <param name="Leg">Who listens.</param>
/// <param name="Hears">Whom; its own voice is left out, so that nobody hears himself.</param>
public sealed record MixOutput(MediaLeg Leg, IReadOnlyList<MixShare> Hears)
{
    /// <summary>Taps and recordings of the leg go on with what its peer leg says, as if there were no mix: what is whispered stays out of them.</summary>
    public bool IsPrivate { get; init; }
}
