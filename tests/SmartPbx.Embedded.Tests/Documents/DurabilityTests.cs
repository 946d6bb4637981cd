using Microsoft.Data.Sqlite;
using SmartPbx.Contracts;
using SmartPbx.Domain.Ports;
using static SmartPbx.Contracts.Samples;
using static SmartPbx.Domain.Ports.DocumentOperation;

namespace SmartPbx.Embedded.Tests.Documents;

/// <summary>What survives the end of the process, and what a failing write leaves behind.</summary>
public sealed class DurabilityTests : IDisposable
{
    private readonly EmbeddedStores _stores = new();

    public void Dispose() => _stores.Dispose();

    private Task<CommitOutcome> Commit(params DocumentOperation[] operations) => _stores.Documents.CommitAsync(AlphaCall, operations, CancellationToken.None);

    private Task<Stored<Note>?> Get(string id) => _stores.Documents.GetAsync(AlphaCall, Note.Kind, id, CancellationToken.None);

    private long Count(string table) => _stores.Database.Read(s => s.QueryInteger($"SELECT count(*) FROM {table}"))!.Value;

    [Fact]
    public async Task Documents_etags_and_inbox_outlive_the_process()
    {
        await Commit(Create(Note.Kind, "n1", new Note("one")), Handled("h", "e1"));
        var before = await Get("n1");
        _stores.Reopen();

        Assert.Equal(before, await Get("n1"));
        Assert.Equal(CommitOutcome.AlreadyHandled, await Commit(Handled("h", "e1")));
    }

    [Fact]
    public async Task A_write_that_fails_in_the_middle_leaves_nothing_and_harms_no_other()
    {
        await _stores.Database.WriteAsync(s => s.Execute(
            "CREATE TRIGGER fault BEFORE INSERT ON documents WHEN NEW.id='bad' BEGIN SELECT RAISE(ABORT, 'injected'); END"), CancellationToken.None);
        var commits = Enumerable.Range(0, 20).Select(i => Commit(Handled("h", $"e{i}"), Create(Note.Kind, $"n{i}", new Note("x")),
            Publish(Changed(Alpha, $"e{i}", _stores.Clock.GetUtcNow())), Create(Note.Kind, i % 2 == 0 ? "bad" : $"good{i}", new Note("x")))).ToArray();

        for (var i = 0; i < commits.Length; i++)
            if (i % 2 == 0) await Assert.ThrowsAsync<SqliteException>(() => commits[i]);
            else Assert.Equal(CommitOutcome.Committed, await commits[i]);
        Assert.Equal((20, 10, 10), (Count("documents"), Count("inbox"), Count("outbox")));
        Assert.Null(await Get("n0"));
    }

    [Fact]
    public async Task Expired_documents_and_old_inbox_rows_are_removed_from_the_file()
    {
        await Commit(Create(Note.Kind, "brief", new Note("x", "red"), TimeSpan.FromMinutes(1)), Create(Note.Kind, "kept", new Note("y")), Handled("h", "e1"));
        _stores.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(1, await _stores.Sweeper.SweepAsync(CancellationToken.None));
        Assert.Equal((1, 1, 1), (Count("documents"), Count("document_indexes"), Count("inbox")));
        _stores.Clock.Advance(TimeSpan.FromDays(91));
        Assert.Equal(0, await _stores.Sweeper.SweepAsync(CancellationToken.None));
        Assert.Equal(0, Count("inbox"));
    }

    [Fact]
    public async Task A_full_disk_refuses_commits_without_half_of_one_and_ends_nothing()
    {
        await _stores.Database.WriteAsync(s => s.QueryInteger("PRAGMA max_page_count=100"), CancellationToken.None);
        var large = new Note(new string('x', 50_000));
        var commits = Enumerable.Range(0, 20).Select(i => Commit(Create(Note.Kind, $"a{i}", large), Create(Note.Kind, $"b{i}", large))).ToArray();
        await Task.WhenAny(Task.WhenAll(commits), Task.Delay(TimeSpan.FromSeconds(10)));

        Assert.Contains(commits, c => c.IsFaulted);
        Assert.Equal(2 * commits.Count(c => c.IsCompletedSuccessfully), Count("documents"));
        await _stores.Database.WriteAsync(s => s.QueryInteger("PRAGMA max_page_count=1000000"), CancellationToken.None);
        Assert.Equal(CommitOutcome.Committed, await Commit(Create(Note.Kind, "after", large)));
    }

    [Fact]
    public async Task A_cancelled_commit_was_never_begun()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _stores.Documents.CommitAsync(AlphaCall, [Create(Note.Kind, "n1", new Note("x"))], new CancellationToken(canceled: true)));

        Assert.Null(await Get("n1"));
    }
}
