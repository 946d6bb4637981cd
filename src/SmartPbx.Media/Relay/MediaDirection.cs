namespace SmartPbx.Media.Relay;

/// <summary>What may flow on a leg, seen from us (RFC 3264 section 5.1: already mirrored from the peer's attribute).</summary>
public enum MediaDirection
{
    /// <summary>Both ways.</summary>
    SendReceive,

    /// <summary>We send; what arrives is dropped.</summary>
    SendOnly,

    /// <summary>We receive; nothing is sent.</summary>
    ReceiveOnly,

    /// <summary>Nothing flows (hold).</summary>
    Inactive,
}
