namespace SmartPbx.Domain.Events;

/// <summary>A name of the catalogue.</summary>
/// <param name="Name">As on the wire: bus, real time and webhooks alike.</param>
/// <param name="Durable">By the bus; otherwise in real time only.</param>
public abstract record EventType(string Name, bool Durable);

/// <summary>A name of the catalogue with the type of its payload.</summary>
public sealed record EventType<T>(string Name, bool Durable) : EventType(Name, Durable);
