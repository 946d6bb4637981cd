using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Supervision;

/// <summary>
/// One supervision as it is stored with its call. The call's edge alone writes it, so that the API reads there what became of a command.
/// </summary>
public sealed record CallSupervision
{
    public required SupervisionId SupervisionId { get; init; }
    public required TenantId TenantId { get; init; }
    public required CallId CallId { get; init; }
    public required EdgeId EdgeId { get; init; }
    public required UserId By { get; init; }
    public required string Extension { get; init; }
    public required SupervisionMode Mode { get; init; }
    public SupervisionSide WhisperTo { get; init; }
    public required SupervisionStatus Status { get; init; }

    /// <summary>With <see cref="SupervisionStatus.Refused"/> and <see cref="SupervisionStatus.Ended"/>.</summary>
    public SupervisionReason? Reason { get; init; }
    public required DateTimeOffset AskedAt { get; init; }
    public DateTimeOffset? JoinedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The last command that the edge has answered.</summary>
    public required string LastCommand { get; init; }

    /// <summary>Why that command changed nothing; null: it was obeyed.</summary>
    public SupervisionReason? LastRefusal { get; init; }
}
