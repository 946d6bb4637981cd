using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Transcripts;

/// <summary>The voice agent's ledger of a call, uploaded with the recording: what each side said and what was heard of it.</summary>
public sealed record ConversationLog
{
    public required CallId CallId { get; init; }
    public required TenantId TenantId { get; init; }
    public required string Language { get; init; }
    /// <summary>Milliseconds from the start of the recording to the agent's first word's earliest moment.</summary>
    public long AgentStartMs { get; init; }
    public required IReadOnlyList<TranscriptTurn> Turns { get; init; }
    /// <summary>Ids of the knowledge items that were quoted.</summary>
    public IReadOnlyList<string> ContextDocuments { get; init; } = [];
}
