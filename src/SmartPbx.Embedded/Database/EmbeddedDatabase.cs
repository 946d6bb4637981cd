using System.Collections.Concurrent;

namespace SmartPbx.Embedded.Database;

/// <summary>
/// One SQLite file: a single writer that commits what has queued up meanwhile in one go (one sync for many commits), and pooled readers which see every
/// commit that was acknowledged before they began. Nothing else in the process may open the file.
/// </summary>
public sealed class EmbeddedDatabase : IDisposable
{
    private const int MaxIdleReaders = 16;

    private readonly string _path;
    private readonly WriteQueue _writer;
    private readonly ConcurrentBag<SqliteSession> _readers = [];

    /// <summary>Opens or makes the file and brings it to the newest schema. Throws <see cref="DataFolderException"/> when the file is newer than this program.</summary>
    /// <param name="path">The file.</param>
    /// <param name="migrations">Scripts by schema version: the first makes version 1. Published ones never change; new ones are appended.</param>
    public EmbeddedDatabase(string path, IReadOnlyList<string> migrations)
    {
        _path = path;
        var session = new SqliteSession(path, readOnly: false);
        try
        {
            SchemaVersion.Upgrade(session, path, migrations);
        }
        catch
        {
            session.Dispose();
            throw;
        }

        _writer = new WriteQueue(session);
    }

    /// <summary>
    /// Runs the work in the writer's next commit; the task completes when that commit is on disk. An exception of the work takes back its own writes only.
    /// The token is honoured until the work is queued, never after: an outcome is always known.
    /// </summary>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) => _writer.EnqueueAsync(work, cancellationToken);

    /// <summary>Reads on the calling thread.</summary>
    public T Read<T>(Func<SqliteSession, T> work)
    {
        if (!_readers.TryTake(out var session)) session = new SqliteSession(_path, readOnly: true);
        try
        {
            return work(session);
        }
        finally
        {
            if (_readers.Count < MaxIdleReaders) _readers.Add(session);
            else session.Dispose();
        }
    }

    /// <summary>Finishes what is queued, then closes.</summary>
    public void Dispose()
    {
        _writer.Dispose();
        while (_readers.TryTake(out var session)) session.Dispose();
    }
}
