namespace SmartPbx.Domain.Directory;

/// <summary>What a carrier is told of our callers.</summary>
public sealed record CallerIdRule
{
    public CallerIdMode Mode { get; init; } = CallerIdMode.PassThrough;
    /// <summary>The fixed number, one of the tenant's; null: the user of the trunk's credentials.</summary>
    public string? Number { get; init; }
    /// <summary>Display name; null: none.</summary>
    public string? Name { get; init; }
    /// <summary>Whether the carrier is a party we assert identities to (RFC 3325 §5): P-Asserted-Identity, and Privacy when the caller wants it.</summary>
    public bool AssertIdentity { get; init; } = true;
}
