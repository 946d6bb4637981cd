using System.Text.Json;

namespace SmartPbx.Domain.Ports;

/// <summary>Changes of a partition in order, and where to go on.</summary>
public sealed record ChangePage(IReadOnlyList<DocumentChange> Changes, string Continuation);

/// <summary>A document as it is now.</summary>
public sealed record DocumentChange(string Kind, string Id, JsonElement Body, bool Deleted);
