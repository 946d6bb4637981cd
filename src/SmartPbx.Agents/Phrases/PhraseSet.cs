namespace SmartPbx.Agents.Phrases;

/// <summary>Every fixed text that the agent says, in one language, with the tenant's own in place. Kept as audio, so each is spoken without delay.</summary>
public sealed record PhraseSet
{
    /// <summary>Sentences of the greeting: who speaks (an AI), that the call is recorded, how to reach a person.</summary>
    public required IReadOnlyList<string> Greeting { get; init; }

    /// <summary>After the greeting where speech in the language is not understood.</summary>
    public required string KeypadOnly { get; init; }

    public required string NotUnderstood { get; init; }

    /// <summary>Said when an answer takes long.</summary>
    public required string Filler { get; init; }

    /// <summary>Answer to a farewell.</summary>
    public required string Goodbye { get; init; }

    public required string OneMoment { get; init; }

    /// <summary>Said at 15 s of hold.</summary>
    public required string StillAsking { get; init; }

    /// <summary>Said at 30 s of hold.</summary>
    public required string StillWaiting { get; init; }

    /// <summary>Said when the hold is over without an answer.</summary>
    public required string HoldApology { get; init; }

    /// <summary>Said when nobody can be asked.</summary>
    public required string Fallback { get; init; }

    public required string OperatorAnswers { get; init; }

    public required string ConnectingPerson { get; init; }

    public required string PersonUnavailable { get; init; }

    public required string StillThere { get; init; }

    public required string SilenceGoodbye { get; init; }

    /// <summary>Said when a service fails.</summary>
    public required string Trouble { get; init; }

    public required string TroubleGoodbye { get; init; }

    /// <summary>Said when an answer already begun proves doubtful.</summary>
    public required string LetMeCheck { get; init; }

    /// <summary>All of them, the greeting first.</summary>
    public IEnumerable<string> All =>
    [
        .. Greeting, Filler, Goodbye, NotUnderstood, OneMoment, StillAsking, StillWaiting, HoldApology, Fallback, OperatorAnswers, ConnectingPerson, PersonUnavailable,
        StillThere, SilenceGoodbye, Trouble, TroubleGoodbye, LetMeCheck, KeypadOnly,
    ];
}
