using System.Threading.Channels;

namespace SmartPbx.MediaEdge.Spool;

/// <summary>
/// Lines that must be on disk before anybody is told of them share one write and one fsync, of which a disk does only so many: all that come within
/// <see cref="GatherFor"/>, in their order. What the disk refuses is tried again each second, the same lines first, for as long as the owner wants; who
/// appended waits until then.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    /// <summary>Lines that may wait for the disk; then the one who appends waits, which is never the SIP loop or the relay.</summary>
    public const int MaxWaiting = 10_000;

    // Each group wakes a thread and costs an fsync: fifty a second would be a twentieth of a core. Nothing that somebody on the phone waits for waits for this.
    private static readonly TimeSpan GatherFor = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly ReadOnlyMemory<byte> LineEnd = "\n"u8.ToArray();

    private readonly Channel<Pending> _pending = Channel.CreateBounded<Pending>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly Action<IReadOnlyList<ReadOnlyMemory<byte>>> _write;
    private readonly Func<Exception, int, bool> _mayTryAgain;
    private readonly TimeProvider _clock;
    private readonly DiskThread _disk;
    private readonly Task _committing;

    /// <param name="name">Of the thread that writes.</param>
    /// <param name="write">On that thread: puts all of it on disk, or nothing and throws.</param>
    /// <param name="mayTryAgain">Told each refusal of a group and which it is, from 1 on; false: those who appended are told of it instead.</param>
    /// <param name="clock">For both waits.</param>
    public GroupCommit(string name, Action<IReadOnlyList<ReadOnlyMemory<byte>>> write, Func<Exception, int, bool> mayTryAgain, TimeProvider clock)
    {
        (_write, _mayTryAgain, _clock) = (write, mayTryAgain, clock);
        _disk = new DiskThread(name);
        _committing = Task.Run(CommitAsync);
    }

    /// <summary>Appends a line, given without its end. On disk when the task completes; fails as the disk did when the owner has given up.</summary>
    public async Task AppendAsync(ReadOnlyMemory<byte> line)
    {
        var pending = new Pending(line, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await _pending.Writer.WriteAsync(pending);
        await pending.OnDisk.Task;
    }

    /// <summary>Writes what waits. Any number of times.</summary>
    public async ValueTask DisposeAsync()
    {
        _pending.Writer.TryComplete();
        await _committing;
        _disk.Dispose();
    }

    private async Task CommitAsync()
    {
        List<Pending> group = [];
        try
        {
            while (await _pending.Reader.WaitToReadAsync())
            {
                await Task.Delay(GatherFor, _clock);
                while (group.Count < MaxWaiting && _pending.Reader.TryRead(out var pending)) group.Add(pending);
                Tell(group, await WriteAsync([.. group.SelectMany(pending => (ReadOnlyMemory<byte>[])[pending.Line, LineEnd])]));
                group.Clear();
            }
        }
        finally
        {
            // Only a bug ends it while somebody waits, and then nobody may wait for ever.
            _pending.Writer.TryComplete();
            while (_pending.Reader.TryRead(out var pending)) group.Add(pending);
            Tell(group, new InvalidOperationException("nothing is written any more"));
        }
    }

    private async Task<Exception?> WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> lines)
    {
        for (var tries = 1; ; tries++)
        {
            if (await _disk.RunAsync(() => TryWrite(lines)) is not { } refusal) return null;
            if (!_mayTryAgain(refusal, tries)) return refusal;
            await Task.Delay(TryAgainAfter, _clock);
        }
    }

    private Exception? TryWrite(IReadOnlyList<ReadOnlyMemory<byte>> lines)
    {
        try
        {
            _write(lines);
            return null;
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            return refusal;
        }
    }

    private static void Tell(List<Pending> group, Exception? refusal)
    {
        foreach (var pending in group)
        {
            if (refusal is null) pending.OnDisk.SetResult();
            else pending.OnDisk.SetException(refusal);
        }
    }

    private readonly record struct Pending(ReadOnlyMemory<byte> Line, TaskCompletionSource OnDisk);
}
