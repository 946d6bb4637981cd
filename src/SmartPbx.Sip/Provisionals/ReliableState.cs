namespace SmartPbx.Sip.Provisionals;

/// <summary>How the reliable provisional responses of one INVITE stand.</summary>
public enum ReliableState
{
    /// <summary>None waits for its PRACK; the next may go out.</summary>
    Free,

    /// <summary>One was sent and is repeated until its PRACK.</summary>
    Waiting,

    /// <summary>The final response has overtaken one: it is no longer repeated, but its PRACK may still come.</summary>
    Overtaken,

    /// <summary>No PRACK in 64*T1, or the request has its final response and nothing waits.</summary>
    Ended,
}
