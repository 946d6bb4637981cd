using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Trunks;

/// <summary><c>GET dial-plan</c>: without one, the plan that lets nothing out.</summary>
internal static class GetDialPlan
{
    public static async Task<IResult> HandleAsync(SignedIn user, HttpContext context, IDocumentStore store, CancellationToken cancellationToken)
    {
        var found = await FindAsync(store, user.Tenant, cancellationToken);
        if (found is not null) EntityTag.Set(context, found.ETag);
        return JsonAnswer.Of(found?.Value ?? new DialPlan { TenantId = user.Tenant });
    }

    internal static Task<Stored<DialPlan>?> FindAsync(IDocumentStore store, TenantId tenant, CancellationToken cancellationToken) => store.GetAsync(
        new Partition(tenant, DirectoryDocuments.Partition), DirectoryDocuments.DialPlans, DirectoryDocuments.DialPlanId, cancellationToken);
}
