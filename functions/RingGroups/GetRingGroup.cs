using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.RingGroups;

/// <summary><c>GET ring-groups/{number}</c>.</summary>
internal static class GetRingGroup
{
    public static async Task<IResult> HandleAsync(string number, SignedIn user, HttpContext context, IDocumentStore store, CancellationToken cancellationToken)
    {
        if (RingGroupCheck.Number(number) is not { } digits || await FindAsync(store, user.Tenant, digits, cancellationToken) is not { Value.RingGroup: not null } found)
            return Problem.NotFound("ring group");
        EntityTag.Set(context, found.ETag);
        return JsonAnswer.Of(RingGroupView.Of(found.Value));
    }

    /// <summary>The number, with or without a group.</summary>
    internal static Task<Stored<PhoneNumber>?> FindAsync(IDocumentStore store, TenantId tenant, string digits, CancellationToken cancellationToken) =>
        store.GetAsync(new Partition(tenant, DirectoryDocuments.Partition), DirectoryDocuments.Numbers, digits, cancellationToken);
}
