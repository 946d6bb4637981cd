using System.Threading.Channels;

namespace SmartPbx.Embedded.Database;

/// <summary>
/// The only writer of a database file, on a thread of its own because syncing blocks. While one commit is being synced the next ones queue up, and then go
/// together: each piece of work in its savepoint, all in one transaction (group commit).
/// </summary>
internal sealed class WriteQueue : IDisposable
{
    private const int MaxQueued = 10_000;
    private const int MaxTogether = 256;

    private readonly Channel<QueuedWrite> _queue =
        Channel.CreateBounded<QueuedWrite>(new BoundedChannelOptions(MaxQueued) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly SqliteSession _session;
    private readonly Thread _thread;

    public WriteQueue(SqliteSession session)
    {
        _session = session;
        _thread = new Thread(Run) { IsBackground = true, Name = "database writer" };
        _thread.Start();
    }

    public async Task<T> EnqueueAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        var write = new QueuedWrite<T>(work);
        await _queue.Writer.WriteAsync(write, cancellationToken).ConfigureAwait(false);
        return await write.Completion.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _thread.Join();
        _session.Dispose();
    }

    private void Run()
    {
        var together = new List<QueuedWrite>(MaxTogether);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (together.Count < MaxTogether && _queue.Reader.TryRead(out var write)) together.Add(write);
            Commit(together);
            together.Clear();
        }
    }

    private void Commit(List<QueuedWrite> together)
    {
        try
        {
            _session.Execute("BEGIN IMMEDIATE");
            foreach (var write in together) Apply(write);
            _session.Execute("COMMIT");
            foreach (var write in together) write.Acknowledge();
        }
        catch (Exception e) // boundary: the disk is full or failing; nobody's work stands, everybody is told
        {
            TryRollback();
            foreach (var write in together) write.Fail(e);
        }
    }

    private void Apply(QueuedWrite write)
    {
        _session.Execute("SAVEPOINT work");
        if (!write.TryApply(_session)) _session.TakeBack();
        _session.Execute("RELEASE work");
    }

    private void TryRollback()
    {
        try
        {
            _session.Execute("ROLLBACK");
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            // SQLite has rolled back on its own (it does so on some I/O errors)
        }
    }
}
