namespace SmartPbx.MediaEdge.Calls;

/// <summary>What a step does, in the order of the values. A step to <see cref="CallPhase.Ended"/> releases both legs by itself.</summary>
[Flags]
public enum CallAction
{
    None = 0,

    /// <summary>CANCEL to phones that ring, BYE to the one that answered.</summary>
    ReleaseCallee = 1,

    /// <summary>200 to leg A.</summary>
    AnswerCaller = 2,

    /// <summary>183 with early media to leg A: notice, then ringback.</summary>
    PlayNotice = 4,

    /// <summary>INVITE to every binding of the extension.</summary>
    RingCallee = 8,

    /// <summary>Relay between the legs.</summary>
    Bridge = 16,

    /// <summary>Begin the conversation.</summary>
    StartAgent = 32,

    /// <summary>The final answer to a caller who leaves while its call rings on for another.</summary>
    ReleaseCaller = 64,

    /// <summary>What another call was promised goes to it: leg B.</summary>
    GiveCallee = 128,

    /// <summary>Leg B does not answer, and by the number's rule the agent does, in the other call.</summary>
    GiveAgent = 256,
}
