using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Ports;

/// <summary>Files below a tenant. Paths are relative, with slashes, segments by the id alphabet; anything else throws <see cref="ArgumentException"/>.</summary>
public interface IBlobStore
{
    /// <summary>Writes the whole blob, replacing what is there; readers see the old or the new one.</summary>
    Task PutAsync(TenantId tenant, string path, Stream content, CancellationToken cancellationToken);

    /// <summary>Appends, creating the blob when needed.</summary>
    Task AppendAsync(TenantId tenant, string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>A stream from the offset (bytes) to the end or for so many bytes; null when there is no such blob.</summary>
    Task<Stream?> OpenReadAsync(TenantId tenant, string path, long offset, long? length, CancellationToken cancellationToken);

    /// <summary>Paths and lengths below a prefix, in ordinal order.</summary>
    IAsyncEnumerable<BlobEntry> ListAsync(TenantId tenant, string prefix, CancellationToken cancellationToken);

    /// <summary>Removes a blob; none is fine.</summary>
    Task DeleteAsync(TenantId tenant, string path, CancellationToken cancellationToken);

    /// <summary>A link that reads this blob without signing in, until it expires.</summary>
    Task<Uri> CreateReadLinkAsync(TenantId tenant, string path, TimeSpan lifetime, CancellationToken cancellationToken);
}
