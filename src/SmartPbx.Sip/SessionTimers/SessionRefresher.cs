namespace SmartPbx.Sip.SessionTimers;

/// <summary>Who refreshes a session (RFC 4028 §4): the roles are those of the request that the header stands in, not of the call.</summary>
public enum SessionRefresher
{
    /// <summary>Whoever sent the request.</summary>
    Uac,

    /// <summary>Whoever answered it.</summary>
    Uas,
}
