namespace SmartPbx.Domain.Directory;

/// <summary>Several phones behind one number (SIP-6).</summary>
public sealed record RingGroup
{
    /// <summary>Members beyond this do not ring.</summary>
    public const int MaxMembers = 16;

    public RingStrategy Strategy { get; init; } = RingStrategy.AllAtOnce;
    public required IReadOnlyList<RingMember> Members { get; init; }
    /// <summary>The number was made for the group and goes with it; off: it was there before, and does again what it did.</summary>
    public bool OwnsNumber { get; init; }
}
