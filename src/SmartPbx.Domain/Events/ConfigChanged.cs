namespace SmartPbx.Domain.Events;

/// <summary>Payload of <c>config.changed</c>.</summary>
public sealed record ConfigChanged(string Kind, string Id, string ChangedBy);
