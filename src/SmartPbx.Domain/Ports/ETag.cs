namespace SmartPbx.Domain.Ports;

/// <summary>Version of a document, opaque.</summary>
public readonly record struct ETag(string Value);
