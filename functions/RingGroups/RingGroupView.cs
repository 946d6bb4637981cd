using SmartPbx.Domain.Directory;

namespace SmartPbx.Functions.RingGroups;

/// <summary>A ring group as clients see it: its number, its members, and what follows when nobody answers.</summary>
public sealed record RingGroupView(
    string Number, RingStrategy Strategy, IReadOnlyList<RingMember> Members, double NoAnswerSeconds, bool AgentTakesOver, string? Language, bool RecordingNotice)
{
    internal static RingGroupView Of(PhoneNumber number) => new(number.Number, number.RingGroup!.Strategy, number.RingGroup.Members, number.NoAnswerSeconds,
        number.AgentTakesOver, number.Language, number.RecordingNotice);
}
