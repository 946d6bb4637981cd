namespace SmartPbx.Domain.Transcripts;

/// <summary>What one speaker said without a pause.</summary>
public sealed record TranscriptTurn
{
    public required Speaker Speaker { get; init; }
    public required string Text { get; init; }
    /// <summary>Milliseconds since the start of the recording.</summary>
    public required long StartMs { get; init; }
    public required long EndMs { get; init; }
    /// <summary>0–1; 1 for what the agent said itself.</summary>
    public double Confidence { get; init; } = 1;
    /// <summary>Agent turns only: the caller interrupted, and <see cref="Text"/> is what was heard.</summary>
    public bool Interrupted { get; init; }
}
