using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Functions.Hitl;

/// <summary>Finds alerts and unresolved requests by their own id; they are stored with their call.</summary>
internal static class HitlLookup
{
    public static Task<Stored<HitlAlert>?> FindAlertAsync(this IDocumentStore store, TenantId tenant, string? id, CancellationToken cancellationToken) =>
        FindAsync(store, tenant, HitlDocuments.Alerts, "alert_id", id, cancellationToken);

    public static Task<Stored<UnresolvedRequest>?> FindUnresolvedAsync(this IDocumentStore store, TenantId tenant, string? id, CancellationToken cancellationToken) =>
        FindAsync(store, tenant, HitlDocuments.Unresolved, "request_id", id, cancellationToken);

    private static async Task<Stored<T>?> FindAsync<T>(IDocumentStore store, TenantId tenant, DocumentKind<T> kind, string index, string? id,
        CancellationToken cancellationToken)
    {
        if (!IdText.IsValid(id)) return null;
        var query = new DocumentQuery<T>(kind) { Where = new Dictionary<string, string> { [index] = id }, Limit = 1 };
        var page = await store.QueryAsync(tenant, query, cancellationToken);
        return page.Items.Count == 0 ? null : page.Items[0];
    }
}
