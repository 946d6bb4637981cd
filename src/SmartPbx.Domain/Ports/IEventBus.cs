using SmartPbx.Domain.Events;

namespace SmartPbx.Domain.Ports;

/// <summary>
/// Durable events: at least once to every handler subscribed to the type; handlers keep an inbox. Order within a call is told by
/// <see cref="CloudEventContext.Sequence"/>, not promised by delivery.
/// </summary>
public interface IEventBus
{
    /// <summary>All of them durable when the task completes. When it fails some may have gone out: publish all of them again, under the same ids.</summary>
    Task PublishAsync(IReadOnlyList<CloudEvent> events, CancellationToken cancellationToken);

    /// <summary>A copy of the event for one handler only, not before the given time: how a handler retries with back-off or asks for "again after T".</summary>
    Task RetryAsync(CloudEvent cloudEvent, string handler, int attempt, DateTimeOffset notBefore, CancellationToken cancellationToken);
}
