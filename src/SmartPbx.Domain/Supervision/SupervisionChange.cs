namespace SmartPbx.Domain.Supervision;

/// <summary>From this moment on a supervisor was in this mode.</summary>
/// <param name="WhisperTo">With <see cref="SupervisionMode.Whisper"/>; else null.</param>
public sealed record SupervisionChange(DateTimeOffset At, SupervisionMode Mode, SupervisionSide? WhisperTo);
