namespace SmartPbx.Domain.Directory;

/// <summary>Registering with a carrier (RFC 3261 §10.2), as one of its subscribers.</summary>
public sealed record RegistrationSettings
{
    /// <summary>Asked for; the carrier decides.</summary>
    public int ExpiresSeconds { get; init; } = 3600;
    /// <summary>Address of record: <c>sip:{User}@{domain}</c>; null: the user of the credentials.</summary>
    public string? User { get; init; }
}
