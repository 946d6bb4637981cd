using SmartPbx.Domain.Events;
using SmartPbx.MediaEdge.Configuration;

namespace SmartPbx.MediaEdge.Spool;

/// <summary>
/// Durable events on disk before anybody else sees them: one JSON line each, appended and fsynced in groups to numbered segment files, so
/// that a lost bus never holds up a call and nothing is lost by a crash. <see cref="EventPublisher"/> reads what is written here.
/// </summary>
public sealed class EventSpool : IAsyncDisposable
{
    /// <summary>Beyond this size what comes next begins another segment.</summary>
    public const long SegmentBytes = 4 * 1024 * 1024;

    private readonly SemaphoreSlim _written = new(0);
    private readonly DataFolder _folder;
    private readonly ILogger<EventSpool> _logger;
    private readonly GroupCommit _commit;
    private LineFile _segment;

    public EventSpool(DataFolder folder, TimeProvider clock, ILogger<EventSpool> logger)
    {
        (_folder, Folder, _logger) = (folder, folder.EventSpool, logger);
        // Always a fresh segment: what a crashed process left may end in half a line.
        ActiveSegment = SpoolSegment.List(Folder).LastOrDefault(0) + 1;
        _segment = Open(ActiveSegment);
        _commit = new GroupCommit("event spool", Write, MayTryAgain, clock);
    }

    /// <summary>Where the segments are.</summary>
    public string Folder { get; }

    /// <summary>The segment being written.</summary>
    public long ActiveSegment { get; private set; }

    /// <summary>Groups of events that the disk refused at first.</summary>
    public long Failures { get; private set; }

    /// <summary>Appends; completes when the event is on disk. Callers that need not know may drop the task.</summary>
    public Task AppendAsync(CloudEvent cloudEvent) => _commit.AppendAsync(cloudEvent.ToUtf8());

    /// <summary>Waits until something was written since the last wait, or the time is over.</summary>
    public Task WaitForEventsAsync(TimeSpan atMost, CancellationToken cancellationToken) => _written.WaitAsync(atMost, cancellationToken);

    /// <summary>Writes what waits and closes the segment.</summary>
    public async ValueTask DisposeAsync()
    {
        await _commit.DisposeAsync();
        _segment.Dispose();
    }

    private void Write(IReadOnlyList<ReadOnlyMemory<byte>> lines)
    {
        _folder.Writing(Folder);
        if (_segment.Length > SegmentBytes) Roll();
        _segment.Append(lines);
        if (_written.CurrentCount == 0) _written.Release();
    }

    private bool MayTryAgain(Exception refusal, int tries)
    {
        Failures++;
        _logger.LogError(refusal, "event spool cannot be written, trying again");
        return true;
    }

    private void Roll()
    {
        var next = Open(ActiveSegment + 1);
        _segment.Dispose();
        _segment = next;
        ActiveSegment++;
    }

    private LineFile Open(long number) => new(SpoolSegment.Path(Folder, number), FileMode.CreateNew);
}
