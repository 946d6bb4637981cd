using System.Threading.Channels;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.MediaEdge.Spool;

/// <summary>
/// The straight way to the browsers, for events that exist in real time only: best effort, in order, never waited for. When the hub is slow the oldest
/// messages are dropped. Durable events reach the browsers by the bus and its handler.
/// </summary>
public sealed class RealTimeFeed(IRealTime realTime, ILogger<RealTimeFeed> logger)
{
    /// <summary>Messages that may wait for a slow hub.</summary>
    public const int MaxWaiting = 4_096;

    private static readonly TimeSpan PushTimeout = TimeSpan.FromSeconds(2);

    private readonly Channel<CloudEvent> _messages = Channel.CreateBounded<CloudEvent>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>To the tenant and to those who watch the call.</summary>
    public void Push(CloudEvent cloudEvent) => _messages.Writer.TryWrite(cloudEvent);

    /// <summary>Pushes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var cloudEvent in _messages.Reader.ReadAllAsync(cancellationToken))
        {
            await PushAsync(RealTimeTarget.Tenant(cloudEvent.TenantId), cloudEvent, cancellationToken);
            if (CallId.TryParse(cloudEvent.Subject, out var call))
                await PushAsync(RealTimeTarget.Call(cloudEvent.TenantId, call), cloudEvent, cancellationToken);
        }
    }

    private async Task PushAsync(RealTimeTarget target, CloudEvent cloudEvent, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(PushTimeout);
            await realTime.PushAsync(target, cloudEvent.Type, cloudEvent, limit.Token);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested) // boundary: nobody's work depends on a push
        {
            logger.LogDebug(failure, "real-time message lost");
        }
    }
}
