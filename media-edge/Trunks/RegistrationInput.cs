namespace SmartPbx.MediaEdge.Trunks;

/// <summary>What can happen to a registration.</summary>
public enum RegistrationInput
{
    Start,

    /// <summary>2xx.</summary>
    Accepted,

    /// <summary>423: the carrier wants a longer time.</summary>
    TooBrief,

    /// <summary>Another final answer.</summary>
    Refused,

    /// <summary>None of the targets answered.</summary>
    Silent,

    /// <summary>The time to refresh or to try again has come.</summary>
    Due,

    /// <summary>The edge drains, or the trunk was changed or removed.</summary>
    Leave,
}
