using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.MediaEdge.Configuration;

namespace SmartPbx.MediaEdge.Routing;

/// <summary>Asks the store whether an operator wants to be rung. An answer that takes too long counts as none, and then the phone rings.</summary>
public sealed class PresenceReader(IDocumentStore store, EdgeOptions options, TimeProvider clock, ILogger<PresenceReader> logger)
{
    /// <summary><c>away</c> or <c>busy</c> when the operator said so; null otherwise, also while nobody knows.</summary>
    public async ValueTask<string?> ReasonNotToRingAsync(TenantId tenant, UserId? person, CancellationToken cancellationToken)
    {
        if (person is not { } user) return null;
        try
        {
            var read = store.GetAsync(new Partition(tenant, HitlDocuments.PresencePartition), HitlDocuments.Presence, user.Value, cancellationToken);
            var presence = await read.WaitAsync(options.PresenceTimeout, clock, cancellationToken);
            // A closed browser (offline) says nothing about the phone, which is registered.
            return presence?.Value.EffectiveStatus(clock.GetUtcNow()) switch
            {
                OperatorStatus.Away => "away",
                OperatorStatus.Busy => "busy",
                _ => null,
            };
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested) // boundary: a store may fail in any way; the phone rings
        {
            logger.LogWarning("operator status unknown, the phone rings ({Reason})", failure.GetType().Name);
            return null;
        }
    }
}
