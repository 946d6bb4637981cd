namespace SmartPbx.Domain.Ports;

/// <summary>A blob in a listing.</summary>
public sealed record BlobEntry(string Path, long Length);
