using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Hitl;

/// <summary>An operator's status and heartbeat; also the lock that keeps two alerts off one person (claimed with its ETag, HITL-10).</summary>
public sealed record OperatorPresence
{
    /// <summary>A browser that has not been heard of for this long is not available, whatever it last said.</summary>
    public static readonly TimeSpan HeartbeatTimeout = TimeSpan.FromSeconds(30);

    public required TenantId TenantId { get; init; }
    public required UserId UserId { get; init; }
    public required OperatorStatus Status { get; init; }
    public required DateTimeOffset HeartbeatAt { get; init; }
    public DateTimeOffset IdleSince { get; init; }
    /// <summary>Alert that the operator is answering now.</summary>
    public AlertId? ClaimedAlert { get; init; }

    /// <summary>Whether an alert may go to this person now.</summary>
    public bool IsFree(DateTimeOffset now) => EffectiveStatus(now) == OperatorStatus.Available && ClaimedAlert is null;

    /// <summary>The status with a stale heartbeat taken as offline.</summary>
    public OperatorStatus EffectiveStatus(DateTimeOffset now) => now - HeartbeatAt > HeartbeatTimeout ? OperatorStatus.Offline : Status;
}
