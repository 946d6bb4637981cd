using System.Net;
using System.Text;
using SmartPbx.Domain.Identity;
using static SmartPbx.Contracts.Samples;

namespace SmartPbx.Contracts.Blobs;

/// <summary>What every blob store promises.</summary>
public abstract class BlobStoreContract(IBlobStoreHarness harness) : IAsyncLifetime
{
    private const string Path = "calls/2026/11/20/edge-1/caller.wav";

    /// <summary>Longer than two of any adapter's blocks, and no multiple of one.</summary>
    private static readonly byte[] Long = [.. Enumerable.Range(0, 150_001).Select(i => (byte)(i * 31 >> 3))];

    private static CancellationToken None => CancellationToken.None;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await harness.DisposeAsync();

    private Task Put(string path, string text, TenantId? tenant = null) => Put(path, Encoding.UTF8.GetBytes(text), tenant);

    private Task Put(string path, byte[] content, TenantId? tenant = null) => harness.Store.PutAsync(tenant ?? Alpha, path, new MemoryStream(content), None);

    private async Task<byte[]?> Read(string path, long offset = 0, long? length = null, TenantId? tenant = null)
    {
        await using var stream = await harness.Store.OpenReadAsync(tenant ?? Alpha, path, offset, length, None);
        return stream is null ? null : await BytesOf(stream);
    }

    private static async Task<byte[]> BytesOf(Stream stream)
    {
        var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    private async Task<string[]> List(string prefix, TenantId? tenant = null)
    {
        var paths = new List<string>();
        await foreach (var entry in harness.Store.ListAsync(tenant ?? Alpha, prefix, None)) paths.Add($"{entry.Path} {entry.Length}");
        return [.. paths];
    }

    [Fact]
    public async Task Reads_back_what_was_put()
    {
        await Put(Path, Long);

        Assert.Equal(Long, await Read(Path));
    }

    [Fact]
    public async Task An_empty_blob_is_there()
    {
        await Put(Path, []);

        Assert.Empty((await Read(Path))!);
    }

    [Fact]
    public async Task There_is_no_blob_that_was_not_put() => Assert.Null(await Read(Path));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(65_535, 2)]
    [InlineData(65_536, 65_536)]
    [InlineData(100_000, null)]
    [InlineData(150_000, 100)]
    [InlineData(150_001, null)]
    [InlineData(999_999, 5)]
    public async Task Reads_a_range(int offset, int? length)
    {
        await Put(Path, Long);

        Assert.Equal(Long.Skip(offset).Take(length ?? int.MaxValue), await Read(Path, offset, length));
    }

    [Fact]
    public async Task A_put_replaces_the_blob_for_those_who_open_it_then()
    {
        await Put(Path, Long);
        await using var before = (await harness.Store.OpenReadAsync(Alpha, Path, 0, null, None))!;
        await Put(Path, "new");

        Assert.Equal("new"u8.ToArray(), await Read(Path));
        Assert.Equal(Long, await BytesOf(before));
    }

    [Fact]
    public async Task A_put_whose_source_fails_leaves_the_old_blob()
    {
        await Put(Path, "old");

        await Assert.ThrowsAsync<IOException>(() => harness.Store.PutAsync(Alpha, Path, new BrokenStream(Long), None));
        Assert.Equal("old"u8.ToArray(), await Read(Path));
        Assert.Equal([$"{Path} 3"], await List(""));
    }

    [Fact]
    public async Task Appending_makes_the_blob_and_then_extends_it()
    {
        await harness.Store.AppendAsync(Alpha, Path, "one "u8.ToArray(), None);
        await harness.Store.AppendAsync(Alpha, Path, Long, None);
        await harness.Store.AppendAsync(Alpha, Path, " two"u8.ToArray(), None);

        byte[] whole = [.. "one "u8, .. Long, .. " two"u8];
        Assert.Equal(whole, (await Read(Path))!);
        Assert.Equal(whole[^7..], (await Read(Path, whole.Length - 7))!);
    }

    [Fact]
    public async Task Appends_at_the_same_time_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => harness.Store.AppendAsync(Alpha, Path, new byte[] { (byte)i }, None)));

        Assert.Equal(Enumerable.Range(0, 20).Select(i => (byte)i), (await Read(Path))!.Order());
    }

    [Fact]
    public async Task Lists_paths_below_a_prefix_in_ordinal_order_with_lengths()
    {
        foreach (var path in new[] { "calls/b/x.wav", "calls/a-1", "calls/a/z.txt", "calls/a/sub/y", "calls/B", "callsign", "other/x" }) await Put(path, path);

        Assert.Equal(["calls/B 7", "calls/a-1 9", "calls/a/sub/y 13", "calls/a/z.txt 13", "calls/b/x.wav 13", "callsign 8", "other/x 7"], await List(""));
        Assert.Equal(["calls/a/sub/y 13", "calls/a/z.txt 13"], await List("calls/a/"));
        Assert.Equal(["calls/a-1 9", "calls/a/sub/y 13", "calls/a/z.txt 13"], await List("calls/a"));
        Assert.Empty(await List("absent/"));
    }

    [Fact]
    public async Task Deletes_a_blob_and_does_not_mind_when_there_is_none()
    {
        await Put(Path, "x");
        await harness.Store.DeleteAsync(Alpha, Path, None);
        await harness.Store.DeleteAsync(Alpha, Path, None);

        Assert.Null(await Read(Path));
        Assert.Empty(await List(""));
    }

    [Fact]
    public async Task Two_tenants_with_the_same_path_never_meet()
    {
        await Put(Path, "alpha's");
        Assert.Null(await Read(Path, tenant: Beta));
        Assert.Empty(await List("", Beta));

        await harness.Store.DeleteAsync(Beta, Path, None);
        await Put(Path, "beta's", Beta);
        Assert.Equal("alpha's"u8.ToArray(), await Read(Path));
        Assert.Equal("beta's"u8.ToArray(), await Read(Path, tenant: Beta));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../beta/x")]
    [InlineData("calls/../../x")]
    [InlineData("calls//x")]
    [InlineData("calls/")]
    [InlineData("calls/.hidden")]
    [InlineData("calls\\x")]
    [InlineData("calls/%2e%2e/x")]
    [InlineData("calls/통화")]
    public async Task Refuses_a_path_that_is_none(string path)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Put(path, "x"));
        await Assert.ThrowsAsync<ArgumentException>(() => Read(path));
        await Assert.ThrowsAsync<ArgumentException>(() => harness.Store.AppendAsync(Alpha, path, new byte[1], None));
        await Assert.ThrowsAsync<ArgumentException>(() => harness.Store.DeleteAsync(Alpha, path, None));
        await Assert.ThrowsAsync<ArgumentException>(() => harness.Store.CreateReadLinkAsync(Alpha, path, TimeSpan.FromMinutes(1), None));
    }

    [Fact]
    public async Task Refuses_a_prefix_that_leads_out_of_the_tenant() =>
        await Assert.ThrowsAsync<ArgumentException>(() => List("../beta/"));

    [Fact]
    public async Task A_link_reads_the_blob_whole_or_by_range()
    {
        await Put(Path, Long);
        var link = await harness.Store.CreateReadLinkAsync(Alpha, Path, TimeSpan.FromMinutes(5), None);

        using var whole = await harness.FetchAsync(link);
        Assert.Equal(Long, await whole.Content.ReadAsByteArrayAsync());
        using var part = await harness.FetchAsync(link, 65_530, 65_545);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(Long[65_530..65_546], await part.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_link_reads_nothing_when_its_time_is_over_or_it_was_changed()
    {
        await Put(Path, "x");
        var link = await harness.Store.CreateReadLinkAsync(Alpha, Path, TimeSpan.FromMinutes(5), None);
        var text = link.ToString();
        using var changed = await harness.FetchAsync(new Uri(text[..^9] + (text[^9] == 'A' ? 'B' : 'A') + text[^8..]));
        harness.Clock.Advance(TimeSpan.FromMinutes(6));
        using var late = await harness.FetchAsync(link);

        Assert.False(changed.IsSuccessStatusCode);
        Assert.False(late.IsSuccessStatusCode);
    }
}
