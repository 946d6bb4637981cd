using System.Text;
using SmartPbx.Contracts.Blobs;
using static SmartPbx.Contracts.Samples;

namespace SmartPbx.Embedded.Tests.Blobs;

public sealed class FileBlobStoreContractTests() : BlobStoreContract(new FileBlobStoreHarness());

public sealed class FileBlobStoreTests : IDisposable
{
    private const string Path = "calls/caller.wav";

    private readonly EmbeddedStores _stores = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => _stores.Dispose();

    private string FileOf(string tenant) => System.IO.Path.Combine(_stores.FolderPath, "blobs", tenant, Path);

    private async Task<string?> Read(Domain.Identity.TenantId tenant)
    {
        await using var stream = await _stores.Blobs.OpenReadAsync(tenant, Path, 0, null, None);
        return stream is null ? null : await new StreamReader(stream).ReadToEndAsync();
    }

    [Fact]
    public async Task What_is_stored_cannot_be_read_in_the_file()
    {
        await _stores.Blobs.AppendAsync(Alpha, Path, "my card number is"u8.ToArray(), None);

        Assert.Equal(-1, File.ReadAllBytes(FileOf("alpha")).AsSpan().IndexOf("card number"u8));
    }

    [Fact]
    public async Task A_blob_outlives_the_process()
    {
        await _stores.Blobs.PutAsync(Alpha, Path, new MemoryStream("hello"u8.ToArray()), None);
        _stores.Reopen();

        Assert.Equal("hello", await Read(Alpha));
    }

    [Fact]
    public async Task A_file_moved_to_another_tenant_does_not_open()
    {
        await _stores.Blobs.AppendAsync(Alpha, Path, "alpha's"u8.ToArray(), None);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(FileOf("beta"))!);
        File.Copy(FileOf("alpha"), FileOf("beta"));

        await Assert.ThrowsAsync<InvalidDataException>(() => Read(Beta));
    }

    [Fact]
    public async Task A_changed_byte_is_noticed()
    {
        await _stores.Blobs.AppendAsync(Alpha, Path, "hello"u8.ToArray(), None);
        var bytes = File.ReadAllBytes(FileOf("alpha"));
        bytes[^20] ^= 1;
        File.WriteAllBytes(FileOf("alpha"), bytes);

        await Assert.ThrowsAsync<InvalidDataException>(() => Read(Alpha));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(36)]
    public async Task An_append_that_a_crash_cut_short_is_forgotten(int lostBytes)
    {
        await _stores.Blobs.AppendAsync(Alpha, Path, "whole "u8.ToArray(), None);
        await _stores.Blobs.AppendAsync(Alpha, Path, "torn "u8.ToArray(), None);
        using (var file = File.OpenWrite(FileOf("alpha"))) file.SetLength(file.Length - lostBytes);

        Assert.Equal("whole ", await Read(Alpha));
        await _stores.Blobs.AppendAsync(Alpha, Path, "next"u8.ToArray(), None);
        Assert.Equal("whole next", await Read(Alpha));
    }

    [Fact]
    public async Task What_a_crash_left_unfinished_is_cleared_away_at_the_next_start()
    {
        await _stores.Blobs.AppendAsync(Alpha, Path, Encoding.UTF8.GetBytes("x"), None);
        var leftover = System.IO.Path.Combine(_stores.FolderPath, "unfinished-blobs", "leftover");
        File.WriteAllText(leftover, "half");
        _stores.Reopen();

        _ = _stores.Blobs;
        Assert.False(File.Exists(leftover));
    }
}
