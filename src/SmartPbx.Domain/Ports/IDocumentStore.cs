using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Ports;

/// <summary>
/// Documents by (tenant, partition, kind, id). Limits of the cloud hold everywhere: a document is at most <see cref="MaxDocumentBytes"/> of JSON, ids follow
/// <see cref="IdText"/>, a commit has at most <see cref="MaxOperations"/> operations of one partition; breaking them throws <see cref="ArgumentException"/>.
/// A read after one's own commit sees it (session consistency).
/// </summary>
public interface IDocumentStore
{
    public const int MaxDocumentBytes = 2 * 1024 * 1024;
    public const int MaxOperations = 100;

    /// <summary>The document, or null.</summary>
    Task<Stored<T>?> GetAsync<T>(Partition partition, DocumentKind<T> kind, string id, CancellationToken cancellationToken);

    /// <summary>Applies all operations or none, outbox and inbox rows included.</summary>
    Task<CommitOutcome> CommitAsync(Partition partition, IReadOnlyList<DocumentOperation> operations, CancellationToken cancellationToken);

    /// <summary>A page of one tenant's documents of a kind. Throws <see cref="ArgumentException"/> on an index that the kind does not declare.</summary>
    Task<Page<Stored<T>>> QueryAsync<T>(TenantId tenant, DocumentQuery<T> query, CancellationToken cancellationToken);

    /// <summary>Change feed of a partition: what changed (latest version of each; a deleted one says so) after the continuation; null begins at the beginning.</summary>
    Task<ChangePage> ReadChangesAsync(Partition partition, string? continuation, CancellationToken cancellationToken);
}
