using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Transcripts;

namespace SmartPbx.Agents.Hitl;

/// <summary>What the agent asks of a person.</summary>
public sealed record DeskQuestion
{
    public required TenantId Tenant { get; init; }

    public required CallId CallId { get; init; }

    /// <summary>Names the blob folder of the call.</summary>
    public required DateTimeOffset CallStartedAt { get; init; }

    public required string Caller { get; init; }

    public required string Language { get; init; }

    public required HitlReason Reason { get; init; }

    /// <summary>As recognised; may be empty when only the audio says it.</summary>
    public required string Question { get; init; }

    /// <summary>The question as spoken: 16-bit mono; empty when there is none.</summary>
    public ReadOnlyMemory<short> Audio { get; init; }

    public int SampleRateHz { get; init; } = 8000;

    /// <summary>What the agent would have said, or did say.</summary>
    public string? AiAnswer { get; init; }

    public double Confidence { get; init; }

    public IReadOnlyList<TranscriptTurn> LastTurns { get; init; } = [];

    public IReadOnlyList<RetrievedItem> Retrieved { get; init; } = [];

    /// <summary>How long an answer is waited for from now on.</summary>
    public required TimeSpan Timeout { get; init; }
}
