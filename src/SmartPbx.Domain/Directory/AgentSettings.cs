namespace SmartPbx.Domain.Directory;

/// <summary>How a tenant's voice agent behaves. Defaults are the product's; texts left null come in the language of the number.</summary>
public sealed record AgentSettings
{
    public bool Enabled { get; init; } = true;
    /// <summary>Name in the greeting: "assistant of {Persona}".</summary>
    public string? Persona { get; init; }
    public string? Greeting { get; init; }
    public string? RecordingNotice { get; init; }
    public string? FallbackText { get; init; }
    public string? ContactNumber { get; init; }
    /// <summary>espeak-ng voice or cloud voice name; null: the default of the language.</summary>
    public string? Voice { get; init; }
    /// <summary>Below this an answer is not given but asked of a person (AI-8).</summary>
    public double ConfidenceThreshold { get; init; } = 0.6;
    public IReadOnlyList<string> SensitiveTopics { get; init; } = [];
    public HitlMode HitlMode { get; init; } = HitlMode.Hold;
    /// <summary>Caller waits at most this long for a person.</summary>
    public int HoldTimeoutSeconds { get; init; } = 60;
    /// <summary>Caller voice before playout pauses (AI-6).</summary>
    public int BargeInMs { get; init; } = 240;
    /// <summary>Silence of the caller before the agent asks whether he is still there, then again before it ends the call.</summary>
    public int SilencePromptSeconds { get; init; } = 10;
    public bool BargeInEnabled { get; init; } = true;
    public bool RecordingEnabled { get; init; } = true;
}
