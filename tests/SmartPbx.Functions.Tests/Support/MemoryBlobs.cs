using System.Collections.Concurrent;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Functions.Tests.Support;

/// <summary>Blobs in memory.</summary>
internal sealed class MemoryBlobs : IBlobStore
{
    private readonly ConcurrentDictionary<string, byte[]> _blobs = new(StringComparer.Ordinal);

    public byte[]? Find(TenantId tenant, string path) => _blobs.GetValueOrDefault($"{tenant}/{path}");

    public string Text(TenantId tenant, string path) => System.Text.Encoding.UTF8.GetString(Find(tenant, path) ?? throw new FileNotFoundException(path));

    public void Put(TenantId tenant, string path, byte[] content) => _blobs[$"{tenant}/{path}"] = content;

    public async Task PutAsync(TenantId tenant, string path, Stream content, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken);
        Put(tenant, path, copy.ToArray());
    }

    public Task AppendAsync(TenantId tenant, string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Put(tenant, path, [.. Find(tenant, path) ?? [], .. content.Span]);
        return Task.CompletedTask;
    }

    public Task<Stream?> OpenReadAsync(TenantId tenant, string path, long offset, long? length, CancellationToken cancellationToken) =>
        Task.FromResult<Stream?>(Find(tenant, path) is { } blob ? new MemoryStream(blob[(int)offset..]) : null);

    public async IAsyncEnumerable<BlobEntry> ListAsync(TenantId tenant, string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var (path, blob) in _blobs.Where(b => b.Key.StartsWith($"{tenant}/{prefix}", StringComparison.Ordinal)).OrderBy(b => b.Key, StringComparer.Ordinal))
            yield return new BlobEntry(path[(tenant.Value.Length + 1)..], blob.Length);
    }

    public Task DeleteAsync(TenantId tenant, string path, CancellationToken cancellationToken)
    {
        _blobs.TryRemove($"{tenant}/{path}", out _);
        return Task.CompletedTask;
    }

    public Task<Uri> CreateReadLinkAsync(TenantId tenant, string path, TimeSpan lifetime, CancellationToken cancellationToken) =>
        Task.FromResult(new Uri($"http://blobs.invalid/{tenant}/{path}"));
}
