namespace SmartPbx.MediaEdge.Calls;

/// <summary>Where a call stands, seen by the edge.</summary>
public enum CallPhase
{
    /// <summary>Admitted, being routed.</summary>
    Opening,

    /// <summary>Leg B rings while leg A hears notice and ringback.</summary>
    Ringing,

    /// <summary>The same for somebody else: who called wants a party of another call to have it (attended transfer before the answer), and may have gone.</summary>
    RingingForOther,

    /// <summary>Leg B has answered; leg A still hears the recording notice.</summary>
    AwaitingNotice,

    /// <summary>Both people talk.</summary>
    Bridged,

    /// <summary>The voice agent talks with leg A.</summary>
    WithAgent,

    /// <summary>The same, while leg B is rung once more.</summary>
    RingingPerson,

    /// <summary>One of two people has sent the other to somebody else, who is being rung; the other hears ringback.</summary>
    Transferring,

    /// <summary>Over.</summary>
    Ended,
}
