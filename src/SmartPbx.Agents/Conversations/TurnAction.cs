namespace SmartPbx.Agents.Conversations;

/// <summary>What the driver does on a transition.</summary>
internal enum TurnAction
{
    SpeakGreeting,

    /// <summary>Forget what the ear holds and begin to count the caller's silence.</summary>
    StartListening,

    /// <summary>Ask for the final recognition of the utterance, then answer it.</summary>
    Recognise,

    /// <summary>Forget an utterance that has begun.</summary>
    DropUtterance,

    /// <summary>Cancel the turn: recognition result, retrieval, model, voice, desk.</summary>
    StopTurn,

    PauseSpeech,
    ResumeSpeech,

    /// <summary>Drop what is not played; the history keeps what was heard.</summary>
    CutSpeech,

    SpeakRepeatRequest,

    /// <summary>"One moment", then music.</summary>
    BeginHold,

    EndHold,
    SpeakOperatorAnswer,
    SpeakFallback,
    SpeakHoldApology,
    AnnouncePerson,
    AnnounceTrouble,
    RingPerson,
    SpeakPersonMissed,
    SpeakStillThere,
    SpeakSilenceGoodbye,
    SpeakGoodbye,
    SpeakTroubleGoodbye,
    HandOver,
    HangUp,

    /// <summary>The caller is gone.</summary>
    CallerGone,
}
