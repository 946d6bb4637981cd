using SmartPbx.Domain.Events;
using SmartPbx.Domain.Ports;
using static SmartPbx.Contracts.Samples;
using static SmartPbx.Domain.Ports.DocumentOperation;

namespace SmartPbx.Contracts.Documents;

/// <summary>What every document store promises about commits; queries, change feed and tenants have contracts of their own.</summary>
public abstract class DocumentStoreContract(IDocumentStoreHarness harness) : DocumentContract(harness)
{
    [Fact]
    public async Task Reads_back_what_was_committed()
    {
        Assert.Equal(CommitOutcome.Committed, await Commit(AlphaCall, Create(Note.Kind, "n1", new Note("통화 하나", "red"))));

        var read = await Get(AlphaCall, "n1");
        Assert.Equal(new Note("통화 하나", "red"), read!.Value);
        Assert.Equal((AlphaCall, "n1"), (read.Partition, read.Id));
    }

    [Fact]
    public async Task Finds_nothing_under_another_id_kind_or_partition()
    {
        await Commit(AlphaCall, Create(Note.Kind, "n1", new Note("one")));

        Assert.Null(await Get(AlphaCall, "n2"));
        Assert.Null(await Store.GetAsync(AlphaCall, Note.OtherKind, "n1", None));
        Assert.Null(await Get(new Partition(Alpha, "call-2"), "n1"));
    }

    [Fact]
    public async Task Refuses_to_create_an_id_that_is_taken()
    {
        await Commit(AlphaCall, Create(Note.Kind, "n1", new Note("first")));

        Assert.Equal(CommitOutcome.AlreadyExists, await Commit(AlphaCall, Create(Note.Kind, "n1", new Note("second"))));
        Assert.Equal("first", (await Get(AlphaCall, "n1"))!.Value.Text);
    }

    [Fact]
    public async Task Replaces_only_the_version_that_was_read()
    {
        await Commit(AlphaCall, Create(Note.Kind, "n1", new Note("first")));
        var read = (await Get(AlphaCall, "n1"))!;
        Assert.Equal(CommitOutcome.Committed, await Store.ReplaceAsync(read, Note.Kind, new Note("second"), None));

        Assert.Equal(CommitOutcome.PreconditionFailed, await Store.ReplaceAsync(read, Note.Kind, new Note("third"), None));
        Assert.Equal("second", (await Get(AlphaCall, "n1"))!.Value.Text);
    }

    [Fact]
    public async Task An_etag_does_not_fit_the_document_that_was_deleted_and_made_again()
    {
        await Commit(AlphaCall, Create(Note.Kind, "n1", new Note("first")));
        var read = (await Get(AlphaCall, "n1"))!;
        await Commit(AlphaCall, Delete(Note.Kind, "n1"));
        Assert.Equal(CommitOutcome.PreconditionFailed, await Store.ReplaceAsync(read, Note.Kind, new Note("second"), None));
        await Commit(AlphaCall, Create(Note.Kind, "n1", new Note("again")));

        Assert.Equal(CommitOutcome.PreconditionFailed, await Store.ReplaceAsync(read, Note.Kind, new Note("second"), None));
    }

    [Fact]
    public async Task Of_many_claimants_of_one_version_exactly_one_wins()
    {
        await Commit(AlphaCall, Create(Note.Kind, "n1", new Note("free")));
        var read = (await Get(AlphaCall, "n1"))!;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => Store.ReplaceAsync(read, Note.Kind, new Note($"claimed by {i}"), None))));

        Assert.Single(outcomes, CommitOutcome.Committed);
        Assert.Equal(19, outcomes.Count(o => o == CommitOutcome.PreconditionFailed));
        Assert.Equal($"claimed by {Array.IndexOf(outcomes, CommitOutcome.Committed)}", (await Get(AlphaCall, "n1"))!.Value.Text);
    }

    [Fact]
    public async Task Deletes_by_version_or_whatever_is_there()
    {
        await Commit(AlphaCall, Create(Note.Kind, "n1", new Note("one")));
        Assert.Equal(CommitOutcome.PreconditionFailed, await Commit(AlphaCall, Delete(Note.Kind, "n1", new ETag("other"))));

        Assert.Equal(CommitOutcome.Committed, await Commit(AlphaCall, Delete(Note.Kind, "n1", (await Get(AlphaCall, "n1"))!.ETag)));
        Assert.Equal(CommitOutcome.Committed, await Commit(AlphaCall, Delete(Note.Kind, "n1")));
        Assert.Null(await Get(AlphaCall, "n1"));
    }

    [Fact]
    public async Task Applies_nothing_when_one_operation_is_refused()
    {
        await Commit(AlphaCall, Create(Note.Kind, "taken", new Note("first")));

        var outcome = await Commit(AlphaCall, Upsert(Note.Kind, "n1", new Note("new")), Delete(Note.Kind, "taken"), Handled("h", "e1"),
            Publish(Changed(Alpha, "e2", Clock.GetUtcNow())), Replace(Note.Kind, "absent", new Note("x"), new ETag("1")));

        Assert.Equal(CommitOutcome.PreconditionFailed, outcome);
        Assert.Null(await Get(AlphaCall, "n1"));
        Assert.NotNull(await Get(AlphaCall, "taken"));
        Assert.Empty(await Harness.PublishedAsync());
        Assert.Equal(CommitOutcome.Committed, await Commit(AlphaCall, Handled("h", "e1")));
    }

    [Fact]
    public async Task Publishes_the_event_of_a_commit_once()
    {
        var happened = Changed(Alpha, "e1", Clock.GetUtcNow());
        await Commit(AlphaCall, Create(Note.Kind, "n1", new Note("one")), Publish(happened));

        var published = Assert.Single(await Harness.PublishedAsync());
        Assert.Equal(happened with { Data = published.Data }, published);
        Assert.Equal(happened.Payload(EventCatalogue.ConfigChanged), published.Payload(EventCatalogue.ConfigChanged));
    }

    [Fact]
    public async Task A_repeated_event_is_told_as_handled_and_changes_nothing()
    {
        DocumentOperation[] Effects(string text) =>
            [Create(Note.Kind, text, new Note(text)), Publish(Changed(Alpha, "e-" + text, Clock.GetUtcNow())), Handled("MeterUsage", "e1")];
        await Commit(AlphaCall, Effects("first"));

        Assert.Equal(CommitOutcome.AlreadyHandled, await Commit(AlphaCall, Effects("second")));
        Assert.Equal(CommitOutcome.AlreadyHandled, await Commit(AlphaCall, Effects("first")));
        Assert.Null(await Get(AlphaCall, "second"));
        Assert.Single(await Harness.PublishedAsync());
        Assert.Equal(CommitOutcome.Committed, await Commit(AlphaCall, Handled("RecordCall", "e1")));
    }

    [Fact]
    public async Task A_document_is_gone_when_its_time_to_live_is_over()
    {
        await Commit(AlphaCall, Create(Note.Kind, "n1", new Note("brief", "red"), TimeSpan.FromMinutes(10)));
        var read = (await Get(AlphaCall, "n1"))!;
        Clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Null(await Get(AlphaCall, "n1"));
        Assert.Empty((await Store.QueryAsync(Alpha, new DocumentQuery<Note>(Note.Kind), None)).Items);
        Assert.Equal(CommitOutcome.PreconditionFailed, await Store.ReplaceAsync(read, Note.Kind, new Note("late"), None));
        Assert.Equal(CommitOutcome.Committed, await Commit(AlphaCall, Create(Note.Kind, "n1", new Note("again"))));
    }

    [Fact]
    public async Task Writing_without_a_time_to_live_keeps_the_document()
    {
        await Commit(AlphaCall, Create(Note.Kind, "n1", new Note("brief"), TimeSpan.FromMinutes(10)));
        await Commit(AlphaCall, Upsert(Note.Kind, "n1", new Note("kept")));
        Clock.Advance(TimeSpan.FromDays(365));

        Assert.Equal("kept", (await Get(AlphaCall, "n1"))!.Value.Text);
    }
}
