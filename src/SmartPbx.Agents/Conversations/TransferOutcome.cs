namespace SmartPbx.Agents.Conversations;

/// <summary>What became of ringing a person while the agent holds the caller.</summary>
public enum TransferOutcome
{
    /// <summary>The person answered and the edge has bridged: the conversation ends without a word.</summary>
    Answered,

    /// <summary>It rang until the number's no-answer time.</summary>
    NoAnswer,

    Busy,

    /// <summary>Nobody is registered, or the person is away.</summary>
    Unavailable,

    /// <summary>The attempt broke; the caller hears the same as for <see cref="NoAnswer"/>.</summary>
    Failed,
}
