using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Transcripts;

namespace SmartPbx.Domain.Hitl;

/// <summary>A question of the voice agent to an operator, while the caller holds. Stored by the edge; the answer is stored by the API, then taken by the edge.</summary>
public sealed record HitlAlert
{
    public required AlertId AlertId { get; init; }
    public required TenantId TenantId { get; init; }
    public required CallId CallId { get; init; }
    /// <summary>Edge that holds the call; the answer's command goes to its group.</summary>
    public required EdgeId EdgeId { get; init; }
    public required AlertStatus Status { get; init; }
    public required HitlReason Reason { get; init; }
    public required Urgency Urgency { get; init; }
    public required string Caller { get; init; }
    public required string Language { get; init; }
    /// <summary>The question as recognised (again with the default model).</summary>
    public required string Question { get; init; }
    /// <summary>Blob path below the tenant of the question as the caller spoke it (WAV).</summary>
    public string? QuestionAudioPath { get; init; }
    /// <summary>What the agent would have said, or did say in answer-and-review mode.</summary>
    public string? AiAnswer { get; init; }
    public required double Confidence { get; init; }
    public IReadOnlyList<TranscriptTurn> LastTurns { get; init; } = [];
    public IReadOnlyList<RetrievedItem> Retrieved { get; init; } = [];
    public required UserId AssignedTo { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    /// <summary>Until when the caller waits.</summary>
    public required DateTimeOffset Deadline { get; init; }
    /// <summary>Question as corrected by the operator.</summary>
    public string? CorrectedQuestion { get; init; }
    public string? Answer { get; init; }
    public UserId? AnsweredBy { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public DateTimeOffset? DeliveredAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public bool SaveToKnowledge { get; init; } = true;
}
