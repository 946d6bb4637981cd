using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Hitl;

/// <summary>What an operator taught: payload of <c>hitl.feedback_submitted</c>.</summary>
public sealed record HitlFeedback
{
    public required string FeedbackId { get; init; }
    public AlertId? AlertId { get; init; }
    public CallId? CallId { get; init; }
    public required UserId Operator { get; init; }
    /// <summary><c>real_time</c> or <c>post_call</c>.</summary>
    public required string Type { get; init; }
    public required string OriginalQuestion { get; init; }
    public string? OriginalAnswer { get; init; }
    public required string Question { get; init; }
    public required string Answer { get; init; }
    public double ConfidenceBefore { get; init; }
    public double ConfidenceAfter { get; init; } = 1;
    public bool SaveToKnowledge { get; init; } = true;
    public string Language { get; init; } = "en-US";
}
