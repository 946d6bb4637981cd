using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Transcripts;

namespace SmartPbx.Domain.Speech;

/// <summary>One turn asked of a chat model.</summary>
public sealed record ChatRequest
{
    public required TenantId Tenant { get; init; }
    public required string Language { get; init; }
    /// <summary>System prompt of the tenant's persona.</summary>
    public required string System { get; init; }
    public required string Question { get; init; }
    /// <summary>What retrieval found, best first; the model answers from this alone.</summary>
    public IReadOnlyList<KnowledgeHit> Evidence { get; init; } = [];
    /// <summary>The last turns (5 by default).</summary>
    public IReadOnlyList<TranscriptTurn> History { get; init; } = [];
    public double Temperature { get; init; } = 0.5;
    public int MaxOutputTokens { get; init; } = 150;
}
