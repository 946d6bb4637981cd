using SmartPbx.Domain.Ports;
using static SmartPbx.Contracts.Samples;
using static SmartPbx.Domain.Ports.DocumentOperation;

namespace SmartPbx.Contracts.Documents;

/// <summary>The limits that hold in every document store; what breaks them is refused as a whole.</summary>
public abstract class DocumentLimitsContract(IDocumentStoreHarness harness) : DocumentContract(harness)
{
    [Fact]
    public async Task Refuses_a_document_of_more_than_2_MB_and_applies_nothing()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Commit(AlphaCall, Create(Note.Kind, "n1", new Note("small")),
            Create(Note.Kind, "n2", new Note(new string('x', IDocumentStore.MaxDocumentBytes)))));

        Assert.Null(await Get(AlphaCall, "n1"));
    }

    [Fact]
    public async Task The_size_counts_in_bytes_not_in_characters() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Commit(AlphaCall, Create(Note.Kind, "n1", new Note(new string('한', IDocumentStore.MaxDocumentBytes / 2)))));

    [Fact]
    public async Task Keeps_a_document_just_below_the_limit()
    {
        var text = new string('x', IDocumentStore.MaxDocumentBytes - 1000);

        Assert.Equal(CommitOutcome.Committed, await Commit(AlphaCall, Create(Note.Kind, "n1", new Note(text))));
        Assert.Equal(text.Length, (await Get(AlphaCall, "n1"))!.Value.Text.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("with space")]
    [InlineData("통화")]
    [InlineData("a?b")]
    public async Task Refuses_an_id_outside_the_alphabet(string id)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Commit(AlphaCall, Create(Note.Kind, id, new Note("x"))));
        await Assert.ThrowsAsync<ArgumentException>(() => Commit(AlphaCall, Delete(Note.Kind, id)));
        await Assert.ThrowsAsync<ArgumentException>(() => Get(AlphaCall, id));
        await Assert.ThrowsAsync<ArgumentException>(() => Get(new Partition(Alpha, id), "n1"));
    }

    [Fact]
    public async Task Refuses_an_id_that_is_too_long() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Commit(AlphaCall, Create(Note.Kind, new string('a', 101), new Note("x"))));

    [Fact]
    public async Task A_commit_has_1_to_100_operations()
    {
        DocumentOperation[] Notes(int count) => [.. Enumerable.Range(0, count).Select(i => Create(Note.Kind, $"n{i}", new Note("x")))];

        await Assert.ThrowsAsync<ArgumentException>(() => Commit(AlphaCall, Notes(101)));
        await Assert.ThrowsAsync<ArgumentException>(() => Commit(AlphaCall));
        Assert.Null(await Get(AlphaCall, "n0"));
        Assert.Equal(CommitOutcome.Committed, await Commit(AlphaCall, Notes(100)));
    }

    [Fact]
    public async Task Refuses_to_publish_an_event_of_another_tenant() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Commit(AlphaCall, Publish(Changed(Beta, "e1", Clock.GetUtcNow()))));
}
