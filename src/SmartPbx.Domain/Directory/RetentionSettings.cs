namespace SmartPbx.Domain.Directory;

/// <summary>How long calls are kept (DATA-7).</summary>
public sealed record RetentionSettings
{
    public int Days { get; init; } = 90;
}
