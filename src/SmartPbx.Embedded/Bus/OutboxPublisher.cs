using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SmartPbx.Embedded.Bus;

/// <summary>
/// Moves committed events from the outbox to the queue: what a crash left behind first, then whatever a commit wakes it for. Moving is one transaction, so an
/// event is in the outbox or in the queue, never in neither and never in both.
/// </summary>
public sealed class OutboxPublisher(SqliteEventQueue queue, OutboxSignal outbox, TimeProvider clock, ILogger<OutboxPublisher> log) : BackgroundService
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = outbox.Next;
            try
            {
                if (!await queue.MoveOutboxAsync(stoppingToken).ConfigureAwait(false)) await next.WaitAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) // boundary: a full disk must not end publishing for good
            {
                log.LogError(e, "moving the outbox failed; it is tried again in {Pause}", PauseAfterFailure);
                await Task.Delay(PauseAfterFailure, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
