using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Trunks;

/// <summary><c>GET trunks</c>.</summary>
internal static class ListTrunks
{
    public static Task<IResult> HandleAsync(SignedIn user, IDocumentStore store, CancellationToken cancellationToken, string? cursor = null, int? limit = null) =>
        PageAnswer.QueryAsync(store, user.Tenant, new DocumentQuery<Trunk>(DirectoryDocuments.Trunks) { PartitionKey = DirectoryDocuments.Partition }, limit, cursor,
            TrunkView.Of, cancellationToken);
}
