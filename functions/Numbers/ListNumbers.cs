using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Numbers;

/// <summary><c>GET numbers</c>, <c>GET extensions</c>.</summary>
internal static class ListNumbers
{
    public static Task<IResult> NumbersAsync(SignedIn user, IDocumentStore store, CancellationToken cancellationToken, string? cursor = null, int? limit = null) =>
        ListAsync(DirectoryDocuments.Numbers, number => number, user, store, cursor, limit, cancellationToken);

    public static Task<IResult> ExtensionsAsync(SignedIn user, IDocumentStore store, CancellationToken cancellationToken, string? cursor = null, int? limit = null) =>
        ListAsync(DirectoryDocuments.Extensions, e => new ExtensionView(e.Number, e.DisplayName, e.Operator), user, store, cursor, limit, cancellationToken);

    private static Task<IResult> ListAsync<T, TView>(DocumentKind<T> kind, Func<T, TView> view, SignedIn user, IDocumentStore store, string? cursor, int? limit,
        CancellationToken cancellationToken) =>
        PageAnswer.QueryAsync(store, user.Tenant, new DocumentQuery<T>(kind) { PartitionKey = DirectoryDocuments.Partition }, limit, cursor, view, cancellationToken);
}
