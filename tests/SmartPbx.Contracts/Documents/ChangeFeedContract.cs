using SmartPbx.Domain;
using SmartPbx.Domain.Ports;
using System.Text.Json;
using static SmartPbx.Contracts.Samples;
using static SmartPbx.Domain.Ports.DocumentOperation;

namespace SmartPbx.Contracts.Documents;

/// <summary>The change feed of a partition.</summary>
public abstract class ChangeFeedContract(IDocumentStoreHarness harness) : DocumentContract(harness)
{
    private Task<ChangePage> Read(string? continuation, Partition? partition = null) => Store.ReadChangesAsync(partition ?? AlphaCall, continuation, None);

    private static IEnumerable<string> Told(ChangePage page) => page.Changes.Select(c => c.Deleted ? $"-{c.Id}" : $"{c.Id}={c.Body.Deserialize<Note>(SmartPbxJson.Options)!.Text}");

    [Fact]
    public async Task Tells_changes_in_order_and_goes_on_where_it_stopped()
    {
        await Commit(AlphaCall, Create(Note.Kind, "a", new Note("1")), Create(Note.OtherKind, "b", new Note("2")));
        var first = await Read(null);
        await Commit(AlphaCall, Create(Note.Kind, "c", new Note("3")));
        var second = await Read(first.Continuation);

        Assert.Equal(["a=1", "b=2"], Told(first));
        Assert.Equal(["note", "other_note"], first.Changes.Select(c => c.Kind));
        Assert.Equal(["c=3"], Told(second));
        Assert.Empty((await Read(second.Continuation)).Changes);
    }

    [Fact]
    public async Task Tells_only_the_latest_version_of_a_document()
    {
        await Commit(AlphaCall, Create(Note.Kind, "a", new Note("1")));
        await Commit(AlphaCall, Create(Note.Kind, "b", new Note("2")));
        await Commit(AlphaCall, Upsert(Note.Kind, "a", new Note("3")));

        Assert.Equal(["b=2", "a=3"], Told(await Read(null)));
    }

    [Fact]
    public async Task Tells_a_deletion()
    {
        await Commit(AlphaCall, Create(Note.Kind, "a", new Note("1")));
        var page = await Read(null);
        await Commit(AlphaCall, Delete(Note.Kind, "a"));

        Assert.Equal(["-a"], Told(await Read(page.Continuation)));
    }

    [Fact]
    public async Task Tells_nothing_of_a_commit_that_was_refused()
    {
        await Commit(AlphaCall, Create(Note.Kind, "a", new Note("1")));
        await Commit(AlphaCall, Upsert(Note.Kind, "a", new Note("2")), Create(Note.Kind, "a", new Note("3")));

        Assert.Equal(["a=1"], Told(await Read(null)));
    }

    [Fact]
    public async Task Reads_many_changes_page_by_page()
    {
        for (var i = 0; i < 6; i++)
            await Commit(AlphaCall, [.. Enumerable.Range(0, 100).Select(j => Create(Note.Kind, $"n{i}-{j}", new Note("x")))]);

        var told = new List<string>();
        var page = await Read(null);
        for (; page.Changes.Count > 0; page = await Read(page.Continuation)) told.AddRange(Told(page));
        Assert.Equal(600, told.Distinct().Count());
    }

    [Fact]
    public async Task Refuses_a_continuation_of_another_tenants_partition()
    {
        await Commit(AlphaCall, Create(Note.Kind, "a", new Note("1")));
        var page = await Read(null);

        await Assert.ThrowsAsync<ArgumentException>(() => Read(page.Continuation, BetaCall));
    }
}
