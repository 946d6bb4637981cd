using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Supervision;

namespace SmartPbx.Domain.Events;

/// <summary>Payload of <c>call.supervised</c>: a supervisor's phone rings, has joined, has changed the mode (active again), or has left.</summary>
/// <param name="WhisperTo">With <see cref="SupervisionMode.Whisper"/>; else null.</param>
/// <param name="Reason">With <see cref="SupervisionStatus.Ended"/>.</param>
/// <param name="JoinedAt">Null: has not heard anything.</param>
public sealed record CallSupervised(
    CallId CallId, SupervisionId SupervisionId, UserId By, string Extension, SupervisionStatus Status, SupervisionMode Mode, SupervisionSide? WhisperTo,
    SupervisionReason? Reason, DateTimeOffset? JoinedAt, DateTimeOffset At);
