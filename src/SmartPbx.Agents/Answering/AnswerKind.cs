namespace SmartPbx.Agents.Answering;

/// <summary>What is to be done with the caller's turn.</summary>
internal enum AnswerKind
{
    Answer,

    /// <summary>An operator is asked in the console while the caller holds.</summary>
    AskOperator,

    /// <summary>The caller asked for a person.</summary>
    RingPerson,

    /// <summary>Speech, but no words.</summary>
    Repeat,

    /// <summary>Noise, a back-channel or an echo.</summary>
    Nothing,

    Goodbye,
}
