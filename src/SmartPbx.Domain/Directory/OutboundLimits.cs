namespace SmartPbx.Domain.Directory;

/// <summary>What bounds the damage when a phone's password is known to others.</summary>
public sealed record OutboundLimits
{
    /// <summary>E.164 prefixes with plus that may be called at all, whatever the rules say; empty: any.</summary>
    public IReadOnlyList<string> AllowedPrefixes { get; init; } = [];
    /// <summary>Outbound calls of the tenant begun in one minute; more block it.</summary>
    public int CallsPerMinute { get; init; } = 30;
    /// <summary>Outbound calls of the tenant at once.</summary>
    public int MaxConcurrent { get; init; } = 20;
    /// <summary>How long nothing goes out once the calls per minute were exceeded.</summary>
    public int BlockMinutes { get; init; } = 15;
}
