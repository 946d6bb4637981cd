using System.Text.Json;
using System.Threading.Channels;
using SmartPbx.Domain;
using SmartPbx.Domain.Events;
using SmartPbx.MediaEdge.Configuration;

namespace SmartPbx.MediaEdge.Spool;

/// <summary>
/// Durable events on disk before anybody else sees them: one JSON line each, appended and fsynced in groups to numbered segment files, so
/// that a lost bus never holds up a call and nothing is lost by a crash. <see cref="EventPublisher"/> reads what is written here.
/// </summary>
public sealed class EventSpool : IAsyncDisposable
{
    /// <summary>Events that may wait for the disk; then the one who appends waits, which is never the SIP loop or the relay.</summary>
    public const int MaxWaiting = 10_000;

    /// <summary>A segment is closed beyond this size.</summary>
    public const long SegmentBytes = 4 * 1024 * 1024;

    /// <summary>An event waits so long for others to share its fsync, of which a disk does only so many.</summary>
    private static readonly TimeSpan GatherFor = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan RetryAfterDiskError = TimeSpan.FromSeconds(1);
    private readonly Channel<Pending> _pending = Channel.CreateBounded<Pending>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly SemaphoreSlim _written = new(0);
    private readonly DataFolder _folder;
    private readonly TimeProvider _clock;
    private readonly ILogger<EventSpool> _logger;
    private readonly DiskThread _disk = new("event spool");
    private readonly Task _writer;
    private FileStream _segment;

    public EventSpool(DataFolder folder, TimeProvider clock, ILogger<EventSpool> logger)
    {
        (_folder, Folder, _clock, _logger) = (folder, folder.EventSpool, clock, logger);
        // Always a fresh segment: what a crashed process left may end in half a line.
        _segment = Open(SpoolSegment.List(Folder).LastOrDefault(0) + 1);
        _writer = Task.Run(WriteLoopAsync);
    }

    /// <summary>Where the segments are.</summary>
    public string Folder { get; }

    /// <summary>The segment being written.</summary>
    public long ActiveSegment { get; private set; }

    /// <summary>Groups of events that the disk refused at first.</summary>
    public long Failures { get; private set; }

    /// <summary>Appends; completes when the event is on disk. Callers that need not know may drop the task.</summary>
    public async Task AppendAsync(CloudEvent cloudEvent)
    {
        var pending = new Pending(JsonSerializer.SerializeToUtf8Bytes(cloudEvent, SmartPbxJson.Options), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await _pending.Writer.WriteAsync(pending);
        await pending.OnDisk.Task;
    }

    /// <summary>Waits until something was written since the last wait, or the time is over.</summary>
    public Task WaitForEventsAsync(TimeSpan atMost, CancellationToken cancellationToken) => _written.WaitAsync(atMost, cancellationToken);

    /// <summary>Writes what waits and closes the segment.</summary>
    public async ValueTask DisposeAsync()
    {
        _pending.Writer.TryComplete();
        await _writer;
        _disk.Dispose();
        await _segment.DisposeAsync();
    }

    private async Task WriteLoopAsync()
    {
        var group = new List<Pending>();
        while (await _pending.Reader.WaitToReadAsync())
        {
            await Task.Delay(GatherFor, _clock);
            while (group.Count < MaxWaiting && _pending.Reader.TryRead(out var pending)) group.Add(pending);
            while (!await _disk.RunAsync(() => TryWrite(group))) await Task.Delay(RetryAfterDiskError, _clock);
            foreach (var pending in group) pending.OnDisk.TrySetResult();
            group.Clear();
            if (_written.CurrentCount == 0) _written.Release();
        }
    }

    private bool TryWrite(List<Pending> group)
    {
        var start = _segment.Position;
        try
        {
            _folder.Writing(Folder);
            foreach (var pending in group)
            {
                _segment.Write(pending.Line);
                _segment.WriteByte((byte)'\n');
            }
            _segment.Flush(flushToDisk: true);
            if (_segment.Position > SegmentBytes) Roll();
            return true;
        }
        catch (IOException failure)
        {
            Failures++;
            _logger.LogError(failure, "event spool cannot be written, trying again");
            try
            {
                _segment.SetLength(start);
                _segment.Position = start;
            }
            catch (IOException)
            {
                // The half line stays; the reader skips what is no event, and the group is written again.
            }
            return false;
        }
    }

    private void Roll()
    {
        var next = Open(ActiveSegment + 1, out var number);
        _segment.Dispose();
        _segment = next;
        ActiveSegment = number;
    }

    private FileStream Open(long number)
    {
        var stream = Open(number, out var opened);
        ActiveSegment = opened;
        return stream;
    }

    private FileStream Open(long wanted, out long number)
    {
        number = wanted;
        return new FileStream(SpoolSegment.Path(Folder, wanted), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    }

    private readonly record struct Pending(byte[] Line, TaskCompletionSource OnDisk);
}
