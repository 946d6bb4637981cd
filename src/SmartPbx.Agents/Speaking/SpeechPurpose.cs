namespace SmartPbx.Agents.Speaking;

/// <summary>Why something is said.</summary>
internal enum SpeechPurpose
{
    Phrase,

    /// <summary>The model's or the operator's words, made while they are spoken.</summary>
    Answer,
}
