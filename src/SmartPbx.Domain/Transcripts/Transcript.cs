using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Transcripts;

/// <summary>The final transcript of a call (DATA-4).</summary>
public sealed record Transcript
{
    public required CallId CallId { get; init; }
    public required TenantId TenantId { get; init; }
    public required string Language { get; init; }
    public required IReadOnlyList<TranscriptTurn> Turns { get; init; }
    public int WordCount { get; init; }
    /// <summary>Mean confidence of the recognised turns, 0–1.</summary>
    public double Quality { get; init; }
    public bool AiConversation { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}
