using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Embedded.RealTime;

/// <summary>
/// Real time in one process. Best effort: a push is waited for <see cref="Patience"/> at most (a slow browser holds nobody up), and while
/// <see cref="MaxPending"/> are under way further ones are dropped.
/// </summary>
public sealed class EmbeddedRealTime(IHubContext<PushHub> hub, HubConnections connections, EdgeCommands edges, TimeProvider clock, ILogger<EmbeddedRealTime> log)
    : IRealTime, ICallGroups
{
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);
    public const int MaxPending = 1_000;

    private int _pending;

    public async Task PushAsync(RealTimeTarget target, string name, object payload, CancellationToken cancellationToken)
    {
        if (edges.Deliver(target, payload)) return;
        if (Interlocked.Increment(ref _pending) > MaxPending)
        {
            Interlocked.Decrement(ref _pending);
            log.LogWarning("real-time message {Name} dropped: {Pending} are under way", name, MaxPending);
            return;
        }

        var sent = SendAsync(target, name, payload);
        try
        {
            await sent.WaitAsync(Patience, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // it goes on by itself
        }
    }

    /// <summary>Lets a connection hear a call. False when the connection is not open or is not the tenant's.</summary>
    public async Task<bool> JoinCallAsync(TenantId tenant, CallId call, string connectionId, CancellationToken cancellationToken)
    {
        if (!connections.BelongsTo(connectionId, tenant)) return false;
        await hub.Groups.AddToGroupAsync(connectionId, RealTimeTarget.Call(tenant, call).Group, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Ends what <see cref="JoinCallAsync"/> began. False when the connection is not open or is not the tenant's.</summary>
    public async Task<bool> LeaveCallAsync(TenantId tenant, CallId call, string connectionId, CancellationToken cancellationToken)
    {
        if (!connections.BelongsTo(connectionId, tenant)) return false;
        await hub.Groups.RemoveFromGroupAsync(connectionId, RealTimeTarget.Call(tenant, call).Group, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task SendAsync(RealTimeTarget target, string name, object payload)
    {
        try
        {
            await hub.Clients.Group(target.Group).SendAsync(name, payload).ConfigureAwait(false);
        }
        catch (Exception e) // boundary: nobody's work depends on a push
        {
            log.LogWarning(e, "real-time message {Name} was not sent", name);
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
        }
    }
}
