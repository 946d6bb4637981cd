using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Supervision;

/// <summary>What an edge is told to do with a supervision.</summary>
/// <param name="Id">A new one, or the one to change or end.</param>
/// <param name="By">Who ordered it.</param>
/// <param name="Extension">The phone to listen at.</param>
/// <param name="WhisperTo">Counts while the mode is <see cref="SupervisionMode.Whisper"/>.</param>
public sealed record SupervisionOrder(SupervisionId Id, UserId By, string Extension, SupervisionMode Mode, SupervisionSide WhisperTo);
