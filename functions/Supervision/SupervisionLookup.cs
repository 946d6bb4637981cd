using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Supervision;

namespace SmartPbx.Functions.Supervision;

/// <summary>Finds a supervision by the two ids in a path, which must belong together.</summary>
internal static class SupervisionLookup
{
    public static async Task<CallSupervision?> FindSupervisionAsync(this IDocumentStore store, TenantId tenant, string? callId, string? id, CancellationToken cancellationToken) =>
        CallId.TryParse(callId, out var call) && SupervisionId.TryParse(id, out var supervision)
            ? (await store.GetAsync(new Partition(tenant, call.Value), SupervisionDocuments.Supervisions, supervision.Value, cancellationToken))?.Value
            : null;

    /// <summary>As it stands: with its call everything in it has ended, though the edge may have died before it could say so.</summary>
    public static CallSupervision Now(this CallSupervision known, CallRecord call) =>
        call.EndedAt is { } endedAt && known.Status is SupervisionStatus.Ringing or SupervisionStatus.Active
            ? known with { Status = SupervisionStatus.Ended, Reason = SupervisionReason.CallEnded, EndedAt = endedAt } : known;
}
