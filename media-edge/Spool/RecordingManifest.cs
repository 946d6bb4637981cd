using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Transcripts;

namespace SmartPbx.MediaEdge.Spool;

/// <summary>A sealed recording that waits for the blob store: everything that <c>call.recording_saved</c> will say.</summary>
public sealed record RecordingManifest
{
    public required CallId CallId { get; init; }
    public required TenantId TenantId { get; init; }
    public required string WavPath { get; init; }
    public required DateTimeOffset CallStartedAt { get; init; }
    public required DateTimeOffset RecordingStartedAt { get; init; }
    public required long DurationMs { get; init; }
    public required int SampleRateHz { get; init; }
    public required bool AiHandled { get; init; }
    public required string Language { get; init; }
    /// <summary>Sequence of the event within the call.</summary>
    public required long Sequence { get; init; }
    /// <summary>The agent's ledger; null when only people talked, or the process was killed before it was known.</summary>
    public ConversationLog? Conversation { get; init; }
}
