namespace SmartPbx.Domain.Directory;

/// <summary>What dialling an emergency number does: a named trunk, or a refusal that says so. Never the agent, never a limit.</summary>
public sealed record EmergencyRule
{
    /// <summary>As dialled: <c>112</c>.</summary>
    public required string Number { get; init; }
    /// <summary>Names of trunks, best first; empty: calls are refused, because these phones must not be relied on.</summary>
    public IReadOnlyList<string> Trunks { get; init; } = [];
    /// <summary>What the carrier gets; null: the number as dialled.</summary>
    public string? SendAs { get; init; }
    /// <summary>The number that an emergency desk may call back; null: by the trunk's rule.</summary>
    public string? CallerNumber { get; init; }
}
