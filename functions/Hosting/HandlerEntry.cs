using SmartPbx.Domain.Events;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Functions.Hosting;

/// <summary>
/// The boundary of every event handler: runs it, commits its effects with the inbox row, retries on a conflict, and turns a failure into a later copy of
/// the message or, when the budget is spent, into a dead letter in the tenant's store. It returns only when one of these is durable, so
/// that the host never acknowledges what was not applied; when even that fails it throws, and the host redelivers.
/// </summary>
internal sealed partial class HandlerEntry(IDocumentStore store, IEventBus bus, RetrySchedule retries, TimeProvider clock, ILogger<HandlerEntry> logger)
{
    /// <summary>Times a handler decides anew because a document changed under it.</summary>
    private const int MaxConflicts = 8;

    private const int MaxErrorCharacters = 500;

    /// <summary>What was done, in words for the host's log.</summary>
    public async Task<string> InvokeAsync(IEventHandler handler, TriggerMessage message, CancellationToken cancellationToken)
    {
        var (name, cloudEvent) = (handler.Declaration.FunctionName, message.Event);
        using var scope = logger.BeginScope(new Dictionary<string, object> { ["tenant"] = cloudEvent.TenantId.Value, ["subject"] = cloudEvent.Subject });
        if (message.Handler is { } meantFor && meantFor != name) return $"{cloudEvent.Type} {cloudEvent.Id} is meant for {meantFor}";
        if (!handler.Declaration.EventTypes.Contains(cloudEvent.Type, StringComparer.Ordinal))
        {
            LogUnknown(name, cloudEvent.Type, cloudEvent.Id);
            return $"{cloudEvent.Type} is not for {name}";
        }
        var (done, failure) = await TryApplyAsync(handler, cloudEvent, cancellationToken);
        if (failure is null)
        {
            LogDone(name, cloudEvent.Type, cloudEvent.Id, done);
            return $"{cloudEvent.Type} {cloudEvent.Id}: {done}";
        }
        return await GiveBackAsync(name, message, failure, cancellationToken);
    }

    private async Task<(string Done, string? Failure)> TryApplyAsync(IEventHandler handler, CloudEvent cloudEvent, CancellationToken cancellationToken)
    {
        try
        {
            for (var conflicts = 0; conflicts < MaxConflicts; conflicts++)
            {
                switch (await handler.HandleAsync(cloudEvent, cancellationToken))
                {
                    case HandlerResult.Nothing nothing: return (nothing.Reason, null);
                    case HandlerResult.Failed failed: return ("", failed.Reason);
                    case HandlerResult.Effects effects:
                        var inbox = DocumentOperation.Handled(handler.Declaration.FunctionName, cloudEvent.Id);
                        var outcome = await store.CommitAsync(effects.Partition, [.. effects.Operations, inbox], cancellationToken);
                        if (outcome == CommitOutcome.Committed) return ("applied", null);
                        if (outcome == CommitOutcome.AlreadyHandled) return ("applied before", null);
                        break;
                }
            }
            return ("", $"its documents changed {MaxConflicts} times");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested) // boundary: a handler may fail in any way; the bus delivers again
        {
            LogThrew(e, handler.Declaration.FunctionName, cloudEvent.Type, cloudEvent.Id);
            return ("", $"{e.GetType().Name}: {e.Message}");
        }
    }

    private async Task<string> GiveBackAsync(string handler, TriggerMessage message, string failure, CancellationToken cancellationToken)
    {
        var attempts = message.Attempt;
        var now = clock.GetUtcNow();
        if (retries.DelayAfter(attempts) is { } delay)
        {
            LogRetry(handler, message.Event.Type, message.Event.Id, attempts, delay.TotalMilliseconds, failure);
            await bus.RetryAsync(message.Event, handler, attempts + 1, now + delay, cancellationToken);
            return $"{message.Event.Type} {message.Event.Id}: attempt {attempts} failed, again in {delay.TotalSeconds} s";
        }
        LogDeadLetter(handler, message.Event.Type, message.Event.Id, attempts, failure);
        var letter = DeadLetters.DeadLetterRecord.Of(message.Event, handler, attempts, failure.Length > MaxErrorCharacters ? failure[..MaxErrorCharacters] : failure, now);
        await store.UpsertAsync(new Partition(letter.TenantId, DeadLetter.Partition), DeadLetter.Kind, letter.DeadLetterId, letter, cancellationToken);
        return $"{message.Event.Type} {message.Event.Id}: dead-lettered after {attempts} attempts";
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Handler} got {EventType} {EventId}, which it does not handle; acknowledged")]
    private partial void LogUnknown(string handler, string eventType, string eventId);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Handler} {EventType} {EventId}: {Done}")]
    private partial void LogDone(string handler, string eventType, string eventId, string done);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Handler} threw on {EventType} {EventId}")]
    private partial void LogThrew(Exception exception, string handler, string eventType, string eventId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Handler} {EventType} {EventId}: attempt {Attempts} failed, again in {DelayMs} ms: {Failure}")]
    private partial void LogRetry(string handler, string eventType, string eventId, int attempts, double delayMs, string failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Handler} {EventType} {EventId}: dead-lettered after {Attempts} attempts: {Failure}")]
    private partial void LogDeadLetter(string handler, string eventType, string eventId, int attempts, string failure);
}
