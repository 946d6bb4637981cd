namespace SmartPbx.Embedded.Database;

/// <summary>A piece of work that waits for the writer.</summary>
internal abstract class QueuedWrite
{
    /// <summary>Runs the work; false when it threw, and its writes must be taken back.</summary>
    public abstract bool TryApply(SqliteSession session);

    /// <summary>The commit is on disk: the caller gets its result or its exception.</summary>
    public abstract void Acknowledge();

    /// <summary>The commit failed as a whole.</summary>
    public abstract void Fail(Exception exception);
}

/// <inheritdoc/>
internal sealed class QueuedWrite<T>(Func<SqliteSession, T> work) : QueuedWrite
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;
    private Exception? _failure;

    public Task<T> Completion => _completion.Task;

    public override bool TryApply(SqliteSession session)
    {
        try
        {
            _result = work(session);
            return true;
        }
        catch (Exception e) // boundary: the failure is its caller's, and must not end the writer
        {
            _failure = e;
            return false;
        }
    }

    public override void Acknowledge()
    {
        if (_failure is null) _completion.TrySetResult(_result);
        else _completion.TrySetException(_failure);
    }

    public override void Fail(Exception exception) => _completion.TrySetException(_failure ?? exception);
}
