using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.RingGroups;

/// <summary><c>GET ring-groups</c>.</summary>
internal static class ListRingGroups
{
    public static Task<IResult> HandleAsync(SignedIn user, IDocumentStore store, CancellationToken cancellationToken, string? cursor = null, int? limit = null) =>
        PageAnswer.QueryAsync(store, user.Tenant, new DocumentQuery<PhoneNumber>(DirectoryDocuments.Numbers) { PartitionKey = DirectoryDocuments.Partition }, limit, cursor,
            RingGroupView.Of, cancellationToken, number => number.RingGroup is not null);
}
