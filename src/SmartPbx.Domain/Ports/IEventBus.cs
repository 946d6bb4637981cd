using SmartPbx.Domain.Events;

namespace SmartPbx.Domain.Ports;

/// <summary>
/// Durable events: at least once to every handler subscribed to the type; handlers keep an inbox. Order within a call is told by
/// <see cref="CloudEventContext.Sequence"/>, not promised by delivery.
/// </summary>
public interface IEventBus
{
    /// <summary>Durable when the task completes.</summary>
    Task PublishAsync(CloudEvent cloudEvent, CancellationToken cancellationToken);

    /// <summary>A copy of the event for one handler only, not before the given time: how a handler retries with back-off or asks for "again after T".</summary>
    Task RetryAsync(CloudEvent cloudEvent, string handler, int attempt, DateTimeOffset notBefore, CancellationToken cancellationToken);
}
