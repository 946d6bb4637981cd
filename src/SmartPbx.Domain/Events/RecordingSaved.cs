using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Events;

/// <summary>Payload of <c>call.recording_saved</c>: the sealed two-channel recording is in the blob store.</summary>
/// <param name="Folder">Blob folder of the call, ending in a slash.</param>
/// <param name="ConversationLogged">Whether the agent's ledger <c>conversation.json</c> lies beside it.</param>
/// <param name="RecordingStartedAt">Time of the first sample.</param>
public sealed record RecordingSaved(CallId CallId, string RecordingId, string Folder, DateTimeOffset CallStartedAt, DateTimeOffset RecordingStartedAt,
    long DurationMs, int SampleRateHz, bool AiHandled, bool ConversationLogged, string Language);
