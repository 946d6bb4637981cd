namespace SmartPbx.Domain.Supervision;

/// <summary>Who hears the supervisor, who hears everybody in any mode.</summary>
public enum SupervisionMode
{
    /// <summary>Nobody.</summary>
    Listen,

    /// <summary>One side; the other knows nothing of it, nor does the recording.</summary>
    Whisper,

    /// <summary>Both sides and the recording: a conference. The voice agent falls silent meanwhile.</summary>
    Barge,
}
