using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Functions.Calls;

/// <summary>Finds what belongs to a call by the id in a path; an id that cannot be one is simply not there.</summary>
internal static class CallLookup
{
    public static Task<Stored<CallRecord>?> FindCallAsync(this IDocumentStore store, TenantId tenant, string? id, CancellationToken cancellationToken) =>
        store.FindOfCallAsync(tenant, CallDocuments.Calls, id, cancellationToken);

    /// <summary>A document whose partition and id are the call id.</summary>
    public static async Task<Stored<T>?> FindOfCallAsync<T>(this IDocumentStore store, TenantId tenant, DocumentKind<T> kind, string? id,
        CancellationToken cancellationToken) =>
        CallId.TryParse(id, out var callId) ? await store.GetAsync(new Partition(tenant, callId.Value), kind, callId.Value, cancellationToken) : null;
}
