using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Trunks;

/// <summary><c>PUT dial-plan</c>: replaces the whole plan; with If-Match only the version that the client saw.</summary>
internal static class PutDialPlan
{
    public static async Task<IResult> HandleAsync(DialPlanInput input, SignedIn user, HttpContext context, IDocumentStore store, IIdSource ids, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var found = await GetDialPlan.FindAsync(store, user.Tenant, cancellationToken);
        if (found is not null && !EntityTag.Allows(context, found.ETag)) return EntityTag.Mismatch();
        if (DialPlanCheck.Of(input) is { } problem) return problem;
        var plan = input.ToPlan(user.Tenant);
        var changed = CloudEvent.Create(EventCatalogue.ConfigChanged, ids.NewId(), EventSource.Functions, user.Tenant, DirectoryDocuments.DialPlanId, clock.GetUtcNow(),
            new ConfigChanged(DirectoryDocuments.DialPlans.Name, DirectoryDocuments.DialPlanId, user.User.Value));
        var outcome = await store.CommitAsync(new Partition(user.Tenant, DirectoryDocuments.Partition),
        [
            found is null ? DocumentOperation.Create(DirectoryDocuments.DialPlans, DirectoryDocuments.DialPlanId, plan)
                : DocumentOperation.Replace(DirectoryDocuments.DialPlans, DirectoryDocuments.DialPlanId, plan, found.ETag),
            DocumentOperation.Publish(changed),
        ], cancellationToken);
        if (outcome != CommitOutcome.Committed) return EntityTag.Mismatch();
        if (await GetDialPlan.FindAsync(store, user.Tenant, cancellationToken) is { } stored) EntityTag.Set(context, stored.ETag);
        return JsonAnswer.Of(plan);
    }
}
