using System.Runtime.CompilerServices;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Embedded.Blobs;

/// <summary>
/// Blobs as encrypted files (<see cref="BlobCipher"/>) at <c>blobs/{tenant}/{path}</c>. A put is written beside and renamed, so a reader sees the old or the new
/// blob and a crash leaves the old one; puts and appends are on disk when their task completes.
/// </summary>
public sealed class FileBlobStore : IBlobStore
{
    private const string KeyName = "blobs";
    private const int LockStripes = 64;

    private readonly string _root;
    private readonly string _unfinished;
    private readonly ISecrets _secrets;
    private readonly IIdSource _ids;
    private readonly BlobLinks _links;
    private readonly SemaphoreSlim[] _locks = [.. Enumerable.Range(0, LockStripes).Select(_ => new SemaphoreSlim(1))];

    public FileBlobStore(DataFolder folder, ISecrets secrets, IIdSource ids, BlobLinks links)
    {
        (_root, _secrets, _ids, _links) = (folder.Folder("blobs"), secrets, ids, links);
        _unfinished = folder.Folder("unfinished-blobs");
        foreach (var leftover in Directory.EnumerateFiles(_unfinished)) File.Delete(leftover);
    }

    public async Task PutAsync(TenantId tenant, string path, Stream content, CancellationToken cancellationToken)
    {
        var target = FilePath(tenant, path);
        var key = await _secrets.GetKeyAsync(KeyName, cancellationToken).ConfigureAwait(false);
        var unfinished = Path.Combine(_unfinished, _ids.NewId());
        try
        {
            using (var writer = BlobWriter.Create(unfinished, key.Span, tenant, _ids))
            {
                await CopyAsync(content, writer, cancellationToken).ConfigureAwait(false);
                writer.Sync();
            }

            await LockedAsync(target, () => Rename(unfinished, target), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    public async Task AppendAsync(TenantId tenant, string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var target = FilePath(tenant, path);
        var key = await _secrets.GetKeyAsync(KeyName, cancellationToken).ConfigureAwait(false);
        await LockedAsync(target, () => Append(target, key.Span, tenant, content), cancellationToken).ConfigureAwait(false);
    }

    public async Task<Stream?> OpenReadAsync(TenantId tenant, string path, long offset, long? length, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        var target = FilePath(tenant, path);
        var key = await _secrets.GetKeyAsync(KeyName, cancellationToken).ConfigureAwait(false);
        return BlobFile.TryOpen(target) is { } file ? new BlobReadStream(file, BlobFile.Cipher(file, key.Span, tenant), offset, length) : null;
    }

    public async IAsyncEnumerable<BlobEntry> ListAsync(TenantId tenant, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = BlobPath.CheckPrefix(prefix);
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var (path, file) in BlobFile.Walk(Path.Combine(TenantFolder(tenant), folder), folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (path.StartsWith(prefix, StringComparison.Ordinal) && BlobFile.Length(file) is { } length) yield return new BlobEntry(path, length);
        }
    }

    public Task DeleteAsync(TenantId tenant, string path, CancellationToken cancellationToken)
    {
        var target = FilePath(tenant, path);
        return LockedAsync(target, () => BlobFile.Delete(target), cancellationToken);
    }

    public Task<Uri> CreateReadLinkAsync(TenantId tenant, string path, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        BlobPath.Check(path);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_links.Create(tenant, path, lifetime));
    }

    private string TenantFolder(TenantId tenant) => IdText.IsValid(tenant.Value) ? Path.Combine(_root, tenant.Value) : throw new ArgumentException("no tenant");

    private string FilePath(TenantId tenant, string path)
    {
        BlobPath.Check(path);
        return Path.Combine(TenantFolder(tenant), path);
    }

    private async Task LockedAsync(string target, Action change, CancellationToken cancellationToken)
    {
        var stripe = _locks[(uint)StringComparer.Ordinal.GetHashCode(target) % LockStripes];
        await stripe.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            change();
        }
        finally
        {
            stripe.Release();
        }
    }

    private static async Task CopyAsync(Stream content, BlobWriter writer, CancellationToken cancellationToken)
    {
        var buffer = new byte[BlobCipher.MaxRecordBytes];
        int read;
        while ((read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)) > 0)
            writer.WriteRecord(buffer.AsSpan(0, read));
    }

    private static void Rename(string unfinished, string target)
    {
        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        File.Move(unfinished, target, overwrite: true);
        FolderSync.Sync(folder);
    }

    private void Append(string target, ReadOnlySpan<byte> key, TenantId tenant, ReadOnlyMemory<byte> content)
    {
        var isNew = !File.Exists(target);
        if (isNew) Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using (var writer = isNew ? BlobWriter.Create(target, key, tenant, _ids) : BlobWriter.Append(target, key, tenant, _ids))
        {
            for (var rest = content.Span; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, BlobCipher.MaxRecordBytes)..])
                writer.WriteRecord(rest[..Math.Min(rest.Length, BlobCipher.MaxRecordBytes)]);
            writer.Sync();
        }

        if (isNew) FolderSync.Sync(Path.GetDirectoryName(target)!);
    }
}
