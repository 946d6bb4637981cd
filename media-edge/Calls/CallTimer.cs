namespace SmartPbx.MediaEdge.Calls;

/// <summary>Timers of one call.</summary>
internal enum CallTimer
{
    /// <summary>Leg B has rung long enough.</summary>
    NoAnswer,

    /// <summary>The recording notice should be through.</summary>
    Notice,

    /// <summary>A reliable provisional answer is due again, or its PRACK is overdue (RFC 3262 §3).</summary>
    Prack,

    /// <summary>A re-INVITE that met one of the peer is tried again (RFC 3261 §14.1).</summary>
    Glare,

    /// <summary>A re-INVITE of ours hangs.</summary>
    Reinvite,

    /// <summary>A session is to be refreshed by us (RFC 4028 §10).</summary>
    Refresh,

    /// <summary>A session was not refreshed.</summary>
    SessionEnd,

    /// <summary>Keys in INFO wait for their telephone-events.</summary>
    Keys,

    /// <summary>Whoever is held may need music by now.</summary>
    Hold,

    /// <summary>The caller has waited for a minute since it last heard that it rings.</summary>
    StillRinging,
}
