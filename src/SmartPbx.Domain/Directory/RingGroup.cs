namespace SmartPbx.Domain.Directory;

/// <summary>Several phones behind one number (SIP-6).</summary>
public sealed record RingGroup
{
    /// <summary>Members beyond this do not ring.</summary>
    public const int MaxMembers = 16;

    public RingStrategy Strategy { get; init; } = RingStrategy.AllAtOnce;
    public required IReadOnlyList<RingMember> Members { get; init; }
}
