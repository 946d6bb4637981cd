using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Functions.Operators;

/// <summary>An operator as clients see him.</summary>
/// <param name="Status">What he last said of himself.</param>
/// <param name="EffectiveStatus">The same, with a browser that is not heard of any more taken as offline.</param>
public sealed record OperatorView(UserId UserId, string? DisplayName, string? Extension, OperatorStatus Status, OperatorStatus EffectiveStatus,
    DateTimeOffset? HeartbeatAt, DateTimeOffset? IdleSince, AlertId? ClaimedAlert)
{
    internal static OperatorView Of(UserId user, OperatorPresence? presence, DateTimeOffset now, string? displayName = null, string? extension = null) =>
        new(user, displayName, extension, presence?.Status ?? OperatorStatus.Offline, presence?.EffectiveStatus(now) ?? OperatorStatus.Offline,
            presence?.HeartbeatAt, presence?.IdleSince, presence?.ClaimedAlert);
}
