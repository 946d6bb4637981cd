using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Supervision;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Calls;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Supervision;

/// <summary><c>GET calls/{id}/supervisions</c>: everybody who listens, has listened, or was refused.</summary>
internal static class ListSupervisions
{
    public static async Task<IResult> HandleAsync(string id, SignedIn user, IDocumentStore store, CancellationToken cancellationToken, string? cursor = null, int? limit = null)
    {
        if (await store.FindCallAsync(user.Tenant, id, cancellationToken) is not { } call) return Problem.NotFound("call");
        var query = new DocumentQuery<CallSupervision>(SupervisionDocuments.Supervisions) { PartitionKey = call.Value.CallId.Value };
        return await PageAnswer.QueryAsync(store, user.Tenant, query, limit, cursor, known => known.Now(call.Value), cancellationToken);
    }
}
