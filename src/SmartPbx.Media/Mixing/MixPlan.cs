namespace SmartPbx.Media.Mixing;

/// <summary>Who hears whom. Immutable; replaced as a whole by <see cref="Mixer.Arrange"/>. Legs that are no output are relayed as if there were no mixer.</summary>
public sealed record MixPlan(IReadOnlyList<MixOutput> Outputs)
{
    /// <summary>Nobody hears a mix.</summary>
    public static MixPlan Nothing { get; } = new([]);

    /// <summary>Every voice that somebody hears, once, and never to its own mouth.</summary>
    internal IEnumerable<MixInput> Inputs => Outputs.SelectMany(output => Heard(output)).Select(share => share.Input).Distinct();

    /// <summary>Mix-minus: what this output hears without what its own peer says.</summary>
    internal static IEnumerable<MixShare> Heard(MixOutput output) =>
        output.Hears.Where(share => share.Input.Leg != output.Leg || share.Input.Side == Relay.TapSide.Outbound);
}
