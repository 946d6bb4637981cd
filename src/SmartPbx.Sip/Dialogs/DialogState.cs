namespace SmartPbx.Sip.Dialogs;

/// <summary>
/// Everything of a dialog that a restart needs, as plain text and numbers: a crash journal stores it, and
/// <see cref="Dialog.Restore"/> can then send BYE.
/// </summary>
public sealed record DialogState
{
    public required string CallId { get; init; }

    public required string LocalTag { get; init; }

    /// <summary>Empty for a peer of RFC 2543.</summary>
    public required string RemoteTag { get; init; }

    /// <summary>Our From or To without tag, as name-addr.</summary>
    public required string LocalUri { get; init; }

    public required string RemoteUri { get; init; }

    /// <summary>The peer's Contact URI.</summary>
    public required string RemoteTarget { get; init; }

    /// <summary>Our Contact, as name-addr; <c>null</c> when none was said.</summary>
    public string? LocalContact { get; init; }

    /// <summary>Route values in the order to send them.</summary>
    public required IReadOnlyList<string> RouteSet { get; init; }

    /// <summary>Last CSeq number used by us; 0 before the first.</summary>
    public required uint LocalCSeq { get; init; }

    /// <summary>Highest CSeq number seen from the peer; <c>null</c> before the first.</summary>
    public uint? RemoteCSeq { get; init; }

    /// <summary>Whether we sent the request that made the dialog.</summary>
    public required bool IsUac { get; init; }

    /// <summary>Whether a 2xx was seen; otherwise early.</summary>
    public required bool IsConfirmed { get; init; }

    /// <summary>The flow of the peer's packets as text (<c>SipFlow</c>), when the caller set it.</summary>
    public string? Peer { get; init; }
}
