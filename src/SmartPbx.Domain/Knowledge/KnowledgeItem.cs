using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Knowledge;

/// <summary>One question and answer.</summary>
public sealed record KnowledgeItem
{
    public const int MinQuestionCharacters = 10;
    public const int MinAnswerCharacters = 20;
    public const int MaxQuestionCharacters = 500;
    public const int MaxAnswerCharacters = 4000;

    public required KnowledgeItemId ItemId { get; init; }
    public required TenantId TenantId { get; init; }
    public required string Question { get; init; }
    /// <summary>Other wordings of the same question.</summary>
    public IReadOnlyList<string> Variants { get; init; } = [];
    public required string Answer { get; init; }
    /// <summary>delivery, refund, exchange, product, appointment, information, instruction or other.</summary>
    public string Category { get; init; } = "other";
    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }
    public required KnowledgeSource Source { get; init; }
    public required KnowledgeStatus Status { get; init; }
    /// <summary>0–1.</summary>
    public double QualityScore { get; init; } = 1;
    /// <summary>Callee the item belongs to; null: the whole tenant (KB-4).</summary>
    public string? Owner { get; init; }
    public CallId? CallId { get; init; }
    public IReadOnlyList<string> Keywords { get; init; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    /// <summary>Who created or last changed it: a user id or <c>system</c>.</summary>
    public required string ChangedBy { get; init; }
    public int Version { get; init; } = 1;
}
