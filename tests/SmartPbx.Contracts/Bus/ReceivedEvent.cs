using SmartPbx.Domain.Events;

namespace SmartPbx.Contracts.Bus;

/// <summary>An event as a handler gets it.</summary>
/// <param name="Complete">Acknowledges it.</param>
public sealed record ReceivedEvent(CloudEvent Event, int Attempt, Func<Task> Complete);
