namespace SmartPbx.MediaEdge.Transfers;

/// <summary>What can happen to a transfer.</summary>
public enum TransferTrigger
{
    /// <summary>A REFER was accepted, or the agent wants a person.</summary>
    Accepted,

    /// <summary>The target answered, or its call was handed over.</summary>
    Answered,

    /// <summary>Nobody does, and by the rule of the target's number the voice agent takes its calls.</summary>
    AgentAnswers,

    /// <summary>The target refused, did not answer in time, or cannot be reached.</summary>
    Failed,

    /// <summary>The transferor no longer wants it.</summary>
    Withdrawn,

    /// <summary>The transferor hung up.</summary>
    TransferorGone,

    /// <summary>The call is over.</summary>
    CallEnded,
}
