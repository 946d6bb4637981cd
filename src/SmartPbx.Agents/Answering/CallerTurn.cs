using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Transcripts;

namespace SmartPbx.Agents.Answering;

/// <summary>A finished turn of the caller.</summary>
internal sealed record CallerTurn
{
    public required int Number { get; init; }

    /// <summary>As recognised with the tenant's model.</summary>
    public required string Text { get; init; }

    /// <summary>Of the recognition, 0–1.</summary>
    public required double Confidence { get; init; }

    /// <summary>The same audio, for a second decoding.</summary>
    public required ReadOnlyMemory<short> Audio { get; init; }

    /// <summary>How much of it is voice.</summary>
    public required int VoiceMs { get; init; }

    /// <summary>What the agent said while or just before the caller spoke.</summary>
    public string Played { get; init; } = "";

    public IReadOnlyList<TranscriptTurn> History { get; init; } = [];

    /// <summary>Retrieval for this very text, when it was looked up while the caller paused.</summary>
    public IReadOnlyList<KnowledgeHit>? Probed { get; init; }
}
