using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using static SmartPbx.Contracts.Samples;
using static SmartPbx.Domain.Ports.DocumentOperation;

namespace SmartPbx.Contracts.Documents;

/// <summary>Queries by declared indexes, page by page.</summary>
public abstract class DocumentQueryContract(IDocumentStoreHarness harness) : DocumentContract(harness)
{
    private static readonly DocumentQuery<Note> All = new(Note.Kind);

    private async Task<string[]> Query(DocumentQuery<Note> query, TenantId? tenant = null) =>
        [.. (await Store.QueryAsync(tenant ?? Alpha, query, None)).Items.Select(i => i.Id)];

    private async Task<List<string>> AllPages(DocumentQuery<Note> query)
    {
        var ids = new List<string>();
        do
        {
            var page = await Store.QueryAsync(Alpha, query, None);
            ids.AddRange(page.Items.Select(i => $"{i.Partition.Key}/{i.Id}"));
            Assert.InRange(page.Items.Count, 0, query.Limit);
            query = query with { PageToken = page.NextPageToken };
        }
        while (query.PageToken is not null);
        return ids;
    }

    private Task Add(string id, Note note, string partition = "call-1") => Commit(new Partition(Alpha, partition), Create(Note.Kind, id, note));

    [Fact]
    public async Task Filters_by_declared_indexes_all_of_which_must_hold()
    {
        await Add("a", new Note("a", "red", 1));
        await Add("b", new Note("b", "blue", 1));
        await Add("c", new Note("c", "red", 2), "call-2");

        Assert.Equal(["a", "c"], await Query(All with { Where = new Dictionary<string, string> { ["colour"] = "red" } }));
        Assert.Equal(["a"], await Query(All with { Where = new Dictionary<string, string> { ["colour"] = "red", ["rank"] = "0001" } }));
        Assert.Equal(["c"], await Query(All with { PartitionKey = "call-2" }));
        Assert.Empty(await Query(All with { Where = new Dictionary<string, string> { ["colour"] = "' OR 1=1 --" } }));
    }

    [Fact]
    public async Task Orders_by_an_index_within_bounds_in_both_directions()
    {
        for (var i = 0; i < 6; i++) await Add($"n{5 - i}", new Note("x", Rank: i));
        var ranked = All with { OrderBy = "rank", From = "0001", To = "0004" };

        Assert.Equal(["n4", "n3", "n2"], await Query(ranked));
        Assert.Equal(["n2", "n3", "n4"], await Query(ranked with { Descending = true }));
    }

    [Fact]
    public async Task A_document_without_a_value_is_left_out_of_that_index()
    {
        await Add("a", new Note("a", "red"));
        await Add("b", new Note("b"));
        await Store.UpsertAsync(AlphaCall, Note.Kind, "a", new Note("a"), None);
        await Add("c", new Note("c", "green"));

        Assert.Equal(["c"], await Query(All with { OrderBy = "colour" }));
        Assert.Equal(["a", "b", "c"], await Query(All));
    }

    [Theory]
    [InlineData("rank", false)]
    [InlineData("rank", true)]
    [InlineData(null, false)]
    [InlineData(null, true)]
    public async Task Pages_neither_repeat_nor_skip_even_among_equals(string? orderBy, bool descending)
    {
        for (var i = 0; i < 25; i++) await Add($"n{i % 9}", new Note("x", Rank: i % 3), $"call-{i / 9}");
        var query = All with { OrderBy = orderBy, Descending = descending };

        var paged = await AllPages(query with { Limit = 4 });

        Assert.Equal(25, paged.Distinct().Count());
        Assert.Equal((await AllPages(query)), paged);
    }

    [Fact]
    public async Task A_last_page_that_is_full_has_no_token()
    {
        await Add("a", new Note("a"));
        await Add("b", new Note("b"));

        Assert.Null((await Store.QueryAsync(Alpha, All with { Limit = 2 }, None)).NextPageToken);
    }

    [Fact]
    public async Task Refuses_an_index_that_the_kind_does_not_declare()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Query(All with { OrderBy = "text" }));
        await Assert.ThrowsAsync<ArgumentException>(() => Query(All with { Where = new Dictionary<string, string> { ["text"] = "x" } }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(501)]
    public async Task Refuses_a_page_size_out_of_range(int limit) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Query(All with { Limit = limit }));

    [Fact]
    public async Task Refuses_a_token_of_another_tenant_another_query_or_nobody()
    {
        for (var i = 0; i < 3; i++) await Add($"n{i}", new Note("x", "red"));
        var token = (await Store.QueryAsync(Alpha, All with { Limit = 1 }, None)).NextPageToken!;

        await Assert.ThrowsAsync<ArgumentException>(() => Query(All with { PageToken = token }, Beta));
        await Assert.ThrowsAsync<ArgumentException>(() => Query(All with { PageToken = token, Descending = true }));
        await Assert.ThrowsAsync<ArgumentException>(() => Query(All with { PageToken = token, Where = new Dictionary<string, string> { ["colour"] = "red" } }));
        await Assert.ThrowsAsync<ArgumentException>(() => Query(All with { PageToken = "no token!" }));
        await Assert.ThrowsAsync<ArgumentException>(() => Query(All with { PageToken = "AAAA" }));
    }
}
