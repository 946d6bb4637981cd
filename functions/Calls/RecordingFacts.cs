using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Functions.Calls;

/// <summary>
/// What is known of a call's recording so far: the source of <c>metadata.json</c>. Its facts come from different handlers in any order; each adds its own and
/// leaves the others alone.
/// </summary>
public sealed record RecordingFacts
{
    /// <summary>In the call's partition; id is the call id.</summary>
    public static readonly DocumentKind<RecordingFacts> Kind = new("recording_facts");

    public required CallId CallId { get; init; }

    /// <summary>Blob folder; set once the three files are stored.</summary>
    public string? Folder { get; init; }

    public string? RecordingId { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public long DurationMs { get; init; }

    public int SampleRateHz { get; init; }

    public int TotalTurns { get; init; }

    public long CallerSpeakingMs { get; init; }

    /// <summary>Of whoever was at the other end: a person or the agent.</summary>
    public long CalleeSpeakingMs { get; init; }

    public bool IsAiConversation { get; init; }

    public bool KnowledgeExtracted { get; init; }

    public bool HasTranscript { get; init; }
}
