using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Directory;

/// <summary>A carrier's way in: recognised by source address.</summary>
public sealed record Trunk
{
    public required TenantId TenantId { get; init; }
    public required string Name { get; init; }
    /// <summary>Addresses or CIDR blocks from which its requests come.</summary>
    public required IReadOnlyList<string> SourceAddresses { get; init; }
    public int MaxChannels { get; init; } = 100;
    public int MaxCallsPerSecond { get; init; } = 50;
}
