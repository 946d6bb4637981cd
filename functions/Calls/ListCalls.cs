using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Calls;

/// <summary><c>GET calls?live,date_from,date_to,limit,cursor</c>: newest first; dates are inclusive from, exclusive to.</summary>
internal static class ListCalls
{
    public static Task<IResult> HandleAsync(SignedIn user, IDocumentStore store, CancellationToken cancellationToken, bool? live = null,
        string? cursor = null, int? limit = null, DateTimeOffset? date_from = null, DateTimeOffset? date_to = null)
    {
        var query = new DocumentQuery<CallRecord>(CallDocuments.Calls)
        {
            OrderBy = "started_at", Descending = true,
            From = date_from is { } from ? DocumentIndex.Time(from) : null,
            To = date_to is { } to ? DocumentIndex.Time(to) : null,
            Where = live is { } only ? new Dictionary<string, string> { ["live"] = only ? "true" : "false" } : [],
        };
        return PageAnswer.QueryAsync(store, user.Tenant, query, limit, cursor, cancellationToken);
    }
}
