using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Hitl;

/// <summary><c>GET hitl/unresolved?status</c>: newest first.</summary>
internal static class ListUnresolved
{
    public static Task<IResult> HandleAsync(SignedIn user, IDocumentStore store, CancellationToken cancellationToken, Choice<UnresolvedStatus>? status = null,
        string? cursor = null, int? limit = null)
    {
        var query = new DocumentQuery<UnresolvedRequest>(HitlDocuments.Unresolved)
        {
            OrderBy = "created_at", Descending = true, Where = status is { } wanted ? new Dictionary<string, string> { ["status"] = wanted.Indexed } : [],
        };
        return PageAnswer.QueryAsync(store, user.Tenant, query, limit, cursor, cancellationToken);
    }
}
