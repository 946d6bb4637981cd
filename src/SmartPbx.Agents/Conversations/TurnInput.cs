namespace SmartPbx.Agents.Conversations;

/// <summary>What may happen to a conversation.</summary>
internal enum TurnInput
{
    Started,

    /// <summary>All that was to be said has been played.</summary>
    SpeechFinished,

    /// <summary>Enough voice of the caller over the agent's speech to stop and listen.</summary>
    VoiceSuspected,

    /// <summary>It was a cough, a back-channel or the agent's own echo.</summary>
    VoiceDismissed,

    /// <summary>It is an interruption and goes on.</summary>
    VoiceConfirmed,

    /// <summary>It was an interruption, is over and understood.</summary>
    InterruptionComplete,

    UtteranceEnded,

    /// <summary>The caller goes on after a pause that was taken for the end.</summary>
    VoiceResumed,

    NothingSaid,
    NotUnderstood,
    AnswerBegun,
    OperatorAsked,
    OperatorAnswered,

    /// <summary>No operator is at work or comes free.</summary>
    NobodyToAsk,

    HoldOver,
    PersonWanted,
    PersonAnswered,
    PersonMissed,
    /// <summary>A person talks with the caller in the agent's place.</summary>
    PersonCutIn,

    /// <summary>The person has left the caller to the agent again.</summary>
    PersonLeft,

    SilenceElapsed,
    SilenceElapsedAgain,
    CallerLeaves,
    ProviderFailed,
    ProviderFailedAgain,
    HungUp,
}
