using SmartPbx.Domain.Events;

namespace SmartPbx.Functions.Hosting;

/// <summary>A bus message as the Functions host hands it over.</summary>
/// <param name="Event">The CloudEvent in it.</param>
/// <param name="Attempt">The handler's own count: 1, or what it said when it asked for a retry.</param>
/// <param name="DeliveryCount">Deliveries of this message by the bus, this one included.</param>
/// <param name="Handler">The handler a retried copy is meant for; null: every subscribed one.</param>
internal sealed record TriggerMessage(CloudEvent Event, int Attempt, int DeliveryCount, string? Handler);
