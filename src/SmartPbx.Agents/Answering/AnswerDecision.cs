using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Knowledge;

namespace SmartPbx.Agents.Answering;

/// <summary>What became of a caller's turn.</summary>
internal sealed record AnswerDecision(AnswerKind Kind)
{
    /// <summary>As understood, by the second decoding where there was one.</summary>
    public string Question { get; init; } = "";

    /// <summary>What is or would be said; null when nothing was composed.</summary>
    public string? Answer { get; init; }

    public double Confidence { get; init; }

    public HitlReason Reason { get; init; } = HitlReason.LowConfidence;

    public IReadOnlyList<KnowledgeHit> Hits { get; init; } = [];

    /// <summary>The answer is given at once and a person reviews it meanwhile.</summary>
    public bool Review { get; init; }

    public IReadOnlyList<RetrievedItem> Retrieved => [.. Hits.Select(h => new RetrievedItem(h.ItemId, h.Question, h.Answer, h.Score))];
}
