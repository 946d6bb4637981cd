using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Transcripts;

namespace SmartPbx.Domain.Hitl;

/// <summary>A question that the caller left with (HITL-6).</summary>
public sealed record UnresolvedRequest
{
    public required string RequestId { get; init; }
    public required TenantId TenantId { get; init; }
    public required CallId CallId { get; init; }
    public required string Caller { get; init; }
    public string? CallbackNumber { get; init; }
    public required string Question { get; init; }
    public string? QuestionAudioPath { get; init; }
    public required HitlReason Reason { get; init; }
    public required double Confidence { get; init; }
    public IReadOnlyList<TranscriptTurn> History { get; init; } = [];
    public IReadOnlyList<RetrievedItem> Retrieved { get; init; } = [];
    public required UnresolvedStatus Status { get; init; }
    public string? Note { get; init; }
    public bool FollowUp { get; init; } = true;
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? NotedAt { get; init; }
    public UserId? NotedBy { get; init; }
    public DateTimeOffset? ResolvedAt { get; init; }
    public UserId? ResolvedBy { get; init; }
}
