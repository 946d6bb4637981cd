using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;

namespace SmartPbx.Functions.Operators;

/// <summary>
/// Reads and changes one operator's presence document, which the edge also changes when it claims him for an alert: by ETag, deciding anew when the other was faster, so
/// that neither loses what the other wrote.
/// </summary>
internal sealed class PresenceDesk(IDocumentStore store, TimeProvider clock)
{
    private const int MaxConflicts = 10;

    public async Task<OperatorPresence?> FindAsync(SignedIn user, CancellationToken cancellationToken) =>
        (await ReadAsync(user, cancellationToken))?.Value;

    public async Task<OperatorPresence> ChangeAsync(SignedIn user, Func<OperatorPresence, DateTimeOffset, OperatorPresence> change, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MaxConflicts; conflicts++)
        {
            var now = clock.GetUtcNow();
            var known = await ReadAsync(user, cancellationToken);
            var changed = change(known?.Value ?? new OperatorPresence
            {
                TenantId = user.Tenant, UserId = user.User, Status = OperatorStatus.Offline, HeartbeatAt = now, IdleSince = now,
            }, now);
            var outcome = await store.CommitAsync(At(user.Tenant), [known is null
                ? DocumentOperation.Create(HitlDocuments.Presence, user.User.Value, changed)
                : DocumentOperation.Replace(HitlDocuments.Presence, user.User.Value, changed, known.ETag)], cancellationToken);
            if (outcome == CommitOutcome.Committed) return changed;
        }
        throw new InvalidOperationException("the presence of an operator keeps changing");
    }

    private Task<Stored<OperatorPresence>?> ReadAsync(SignedIn user, CancellationToken cancellationToken) =>
        store.GetAsync(At(user.Tenant), HitlDocuments.Presence, user.User.Value, cancellationToken);

    private static Partition At(TenantId tenant) => new(tenant, HitlDocuments.PresencePartition);
}
