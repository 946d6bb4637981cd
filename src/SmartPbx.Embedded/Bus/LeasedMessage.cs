using SmartPbx.Domain.Events;

namespace SmartPbx.Embedded.Bus;

/// <summary>A message that belongs to its receiver until the lease ends.</summary>
/// <param name="Handler">Whose it is.</param>
/// <param name="Event">What happened.</param>
/// <param name="Attempt">The handler's own count: 1, or what it said when it asked for a retry.</param>
/// <param name="DeliveryCount">How often the bus has handed out this message, this time included.</param>
/// <param name="LeaseToken">Proof of the lease.</param>
/// <param name="EnqueuedAt">When the bus got it.</param>
public sealed record LeasedMessage(string Handler, CloudEvent Event, int Attempt, int DeliveryCount, string LeaseToken, DateTimeOffset EnqueuedAt);
