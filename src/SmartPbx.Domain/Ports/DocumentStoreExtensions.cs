namespace SmartPbx.Domain.Ports;

/// <summary>The common one-document commits.</summary>
public static class DocumentStoreExtensions
{
    public static Task<CommitOutcome> UpsertAsync<T>(this IDocumentStore store, Partition partition, DocumentKind<T> kind, string id, T value,
        CancellationToken cancellationToken) =>
        store.CommitAsync(partition, [DocumentOperation.Upsert(kind, id, value)], cancellationToken);

    public static Task<CommitOutcome> ReplaceAsync<T>(this IDocumentStore store, Stored<T> read, DocumentKind<T> kind, T value,
        CancellationToken cancellationToken) =>
        store.CommitAsync(read.Partition, [DocumentOperation.Replace(kind, read.Id, value, read.ETag)], cancellationToken);
}
