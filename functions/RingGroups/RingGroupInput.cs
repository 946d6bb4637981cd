using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Functions.RingGroups;

/// <summary>Body of <c>PUT ring-groups/{number}</c>: who rings, in which order, and what follows when nobody answers.</summary>
public sealed record RingGroupInput
{
    public RingStrategy Strategy { get; init; } = RingStrategy.AllAtOnce;
    public IReadOnlyList<RingMember> Members { get; init; } = [];
    /// <summary>All at once: how long they ring; one after another: each member without seconds of its own.</summary>
    public double NoAnswerSeconds { get; init; } = 10;
    public bool AgentTakesOver { get; init; } = true;
    /// <summary>BCP 47; null: the tenant's.</summary>
    public string? Language { get; init; }
    public bool RecordingNotice { get; init; } = true;

    /// <param name="tenant">Whose it is.</param>
    /// <param name="number">Digits.</param>
    /// <param name="known">The number as it is now; null: it is made for the group.</param>
    internal PhoneNumber ToNumber(TenantId tenant, string number, PhoneNumber? known) => (known ?? new PhoneNumber { TenantId = tenant, Number = number }) with
    {
        RingGroup = new RingGroup { Strategy = Strategy, Members = Members, OwnsNumber = known is null || known.RingGroup is { OwnsNumber: true } },
        NoAnswerSeconds = NoAnswerSeconds, AgentTakesOver = AgentTakesOver, Language = Language, RecordingNotice = RecordingNotice,
    };
}
