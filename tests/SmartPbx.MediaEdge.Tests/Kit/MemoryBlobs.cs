using System.Collections.Concurrent;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>Blobs in memory; can be away.</summary>
internal sealed class MemoryBlobs : IBlobStore
{
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    public bool IsAway { get; set; }

    public async Task PutAsync(TenantId tenant, string path, Stream content, CancellationToken cancellationToken)
    {
        if (IsAway) throw new IOException("blobs away");
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken);
        Files[$"{tenant}/{path}"] = copy.ToArray();
    }

    public Task AppendAsync(TenantId tenant, string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Stream?> OpenReadAsync(TenantId tenant, string path, long offset, long? length, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<BlobEntry> ListAsync(TenantId tenant, string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(TenantId tenant, string path, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Uri> CreateReadLinkAsync(TenantId tenant, string path, TimeSpan lifetime, CancellationToken cancellationToken) => throw new NotSupportedException();
}
