using SmartPbx.Domain.Ports;
using static SmartPbx.Contracts.Samples;
using static SmartPbx.Domain.Ports.DocumentOperation;

namespace SmartPbx.Contracts.Documents;

/// <summary>Two tenants with the same partition keys and ids never see or touch each other.</summary>
public abstract class TenantSeparationContract(IDocumentStoreHarness harness) : DocumentContract(harness)
{
    private async Task<Stored<Note>> AlphaNote()
    {
        await Commit(AlphaCall, Create(Note.Kind, "n1", new Note("alpha's", "red")));
        return (await Get(AlphaCall, "n1"))!;
    }

    [Fact]
    public async Task A_read_finds_nothing_of_the_other()
    {
        await AlphaNote();

        Assert.Null(await Get(BetaCall, "n1"));
    }

    [Fact]
    public async Task A_query_finds_nothing_of_the_other()
    {
        await AlphaNote();
        var red = new DocumentQuery<Note>(Note.Kind) { Where = new Dictionary<string, string> { ["colour"] = "red" }, OrderBy = "rank", PartitionKey = "call-1" };

        Assert.Empty((await Store.QueryAsync(Beta, red, None)).Items);
        Assert.Empty((await Store.QueryAsync(Beta, new DocumentQuery<Note>(Note.Kind), None)).Items);
    }

    [Fact]
    public async Task The_change_feed_tells_nothing_of_the_other()
    {
        await AlphaNote();

        Assert.Empty((await Store.ReadChangesAsync(BetaCall, null, None)).Changes);
    }

    [Fact]
    public async Task The_same_id_can_be_created_by_both()
    {
        await AlphaNote();
        Assert.Equal(CommitOutcome.Committed, await Commit(BetaCall, Create(Note.Kind, "n1", new Note("beta's", "red"))));

        var red = new DocumentQuery<Note>(Note.Kind) { Where = new Dictionary<string, string> { ["colour"] = "red" } };
        Assert.Equal("beta's", Assert.Single((await Store.QueryAsync(Beta, red, None)).Items).Value.Text);
        Assert.Equal("alpha's", Assert.Single((await Store.QueryAsync(Alpha, red, None)).Items).Value.Text);
    }

    [Fact]
    public async Task Nobody_writes_or_deletes_the_others_document()
    {
        var alphas = await AlphaNote();

        Assert.Equal(CommitOutcome.PreconditionFailed, await Commit(BetaCall, Replace(Note.Kind, "n1", new Note("taken over"), alphas.ETag)));
        Assert.Equal(CommitOutcome.PreconditionFailed, await Commit(BetaCall, Delete(Note.Kind, "n1", alphas.ETag)));
        await Commit(BetaCall, Delete(Note.Kind, "n1"));
        await Commit(BetaCall, Upsert(Note.Kind, "n1", new Note("beta's")));
        Assert.Equal(alphas, await Get(AlphaCall, "n1"));
    }

    [Fact]
    public async Task Each_has_its_own_inbox()
    {
        await Commit(AlphaCall, Handled("h", "e1"));

        Assert.Equal(CommitOutcome.Committed, await Commit(BetaCall, Handled("h", "e1")));
    }
}
