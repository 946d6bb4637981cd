using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.RingGroups;

/// <summary>
/// <c>DELETE ring-groups/{number}</c>: a number that was made for its group goes with it; one that was there before does again what it did, so that a carrier's callers
/// are not turned away.
/// </summary>
internal static class DeleteRingGroup
{
    public static async Task<IResult> HandleAsync(string number, SignedIn user, HttpContext context, IDocumentStore store, IIdSource ids, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (RingGroupCheck.Number(number) is not { } digits
            || await GetRingGroup.FindAsync(store, user.Tenant, digits, cancellationToken) is not { Value.RingGroup: { } group } found) return Problem.NotFound("ring group");
        if (!EntityTag.Allows(context, found.ETag)) return EntityTag.Mismatch();
        var outcome = await store.CommitAsync(new Partition(user.Tenant, DirectoryDocuments.Partition),
        [
            group.OwnsNumber ? DocumentOperation.Delete(DirectoryDocuments.Numbers, digits, found.ETag)
                : DocumentOperation.Replace(DirectoryDocuments.Numbers, digits, found.Value with { RingGroup = null }, found.ETag),
            DocumentOperation.Publish(PutRingGroup.Changed(digits, user, ids, clock)),
        ], cancellationToken);
        return outcome == CommitOutcome.Committed ? Results.NoContent() : EntityTag.Mismatch();
    }
}
