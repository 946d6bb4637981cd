namespace SmartPbx.MediaEdge.Legs;

/// <summary>Who calls whom on leg B.</summary>
/// <param name="Caller">User part of From.</param>
/// <param name="Extension">User part of To.</param>
/// <param name="Domain">The tenant's SIP domain.</param>
/// <param name="ByTrunk">Leg A came by a trunk, whose identity headers are believed.</param>
internal sealed record CalleeAddress(string Caller, string Extension, string Domain, bool ByTrunk)
{
    /// <summary>Name of the caller; null: none.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Who sent the call on (RFC 5806); null: nobody.</summary>
    public string? Diversion { get; init; }

    /// <summary>The same for those who read History-Info (RFC 7044).</summary>
    public string? HistoryInfo { get; init; }

    /// <summary>Who transferred the call (RFC 3892); null: nobody.</summary>
    public string? ReferredBy { get; init; }
}
