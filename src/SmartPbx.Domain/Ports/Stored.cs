namespace SmartPbx.Domain.Ports;

/// <summary>A document as read.</summary>
public sealed record Stored<T>(T Value, Partition Partition, string Id, ETag ETag);
