using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Directory;

/// <summary>A number that callers dial, and what it does.</summary>
public sealed record PhoneNumber
{
    public required TenantId TenantId { get; init; }
    /// <summary>As dialled, digits with an optional plus.</summary>
    public required string Number { get; init; }
    /// <summary>Extension that rings first; null: the agent answers at once.</summary>
    public string? RingExtension { get; init; }
    /// <summary>Several phones in place of <see cref="RingExtension"/>; null: just that one.</summary>
    public RingGroup? RingGroup { get; init; }
    /// <summary>Ringing time before the agent takes over (SIP-7).</summary>
    public double NoAnswerSeconds { get; init; } = 10;
    public bool AgentTakesOver { get; init; } = true;
    /// <summary>BCP 47; null: the tenant's.</summary>
    public string? Language { get; init; }
    /// <summary>Whether bridged calls on this number begin with the recording notice.</summary>
    public bool RecordingNotice { get; init; } = true;
}
