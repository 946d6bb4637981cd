namespace SmartPbx.Embedded;

/// <summary>What the embedded stores must be told.</summary>
public sealed record EmbeddedOptions
{
    /// <summary>Folder of everything that lasts; made when missing, owned by one process at a time.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Address at which browsers reach this process; blob links begin with it.</summary>
    public required Uri PublicBaseUrl { get; init; }
}
