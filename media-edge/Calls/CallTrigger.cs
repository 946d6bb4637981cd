namespace SmartPbx.MediaEdge.Calls;

/// <summary>What can happen to a call.</summary>
public enum CallTrigger
{
    /// <summary>The route has phones to ring.</summary>
    CalleeReachable,

    /// <summary>The route has none: unregistered, away, busy, or the number belongs to the agent.</summary>
    CalleeUnreachable,

    /// <summary>A phone answered.</summary>
    CalleeAnswered,

    /// <summary>Every phone refused, or the ringing time is over.</summary>
    CalleeFailed,

    /// <summary>The recording notice was heard, or has had its time.</summary>
    NoticeEnded,

    /// <summary>CANCEL, or BYE of leg A.</summary>
    CallerGone,

    /// <summary>A caller who had not offered anything has answered our offer before we answered the call: it can hear early media now.</summary>
    CallerListens,

    /// <summary>The caller does not play its part before the answer: no PRACK, or none of our codecs.</summary>
    CallerUnfit,

    /// <summary>BYE of leg B.</summary>
    CalleeGone,

    /// <summary>One side, or the agent, wants the other with somebody else.</summary>
    TransferBegun,

    /// <summary>Somebody else is there, in the place of whoever wanted it.</summary>
    TransferDone,

    /// <summary>Nobody else is there: back to whoever wanted it.</summary>
    TransferFailed,

    /// <summary>Nobody else is there, and whoever wanted it is gone.</summary>
    TransferLost,

    /// <summary>Somebody was sent to a number that the agent answers.</summary>
    AgentWanted,

    /// <summary>Whoever talks with the agent in the callee's seat hung up.</summary>
    AgentPartnerGone,

    /// <summary>A party of another call is to have whoever answers.</summary>
    Promised,

    /// <summary>The other call wants nobody any more.</summary>
    PromiseReturned,

    /// <summary>One of two people went to another call; the other is not needed any more.</summary>
    LegHandedOver,

    /// <summary>The conversation is over.</summary>
    AgentEnded,

    /// <summary>A leg sends nothing any more.</summary>
    MediaLost,

    /// <summary>No ACK for the 200.</summary>
    AckLost,

    /// <summary>A leg's session was not refreshed in time (RFC 4028).</summary>
    SessionExpired,

    /// <summary>The time of the drain is over.</summary>
    DrainOver,

    /// <summary>A bug.</summary>
    Fault,
}
