namespace SmartPbx.Domain.Ports;

/// <summary>A page of results and the token of the next one (null: this was the last).</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextPageToken);
