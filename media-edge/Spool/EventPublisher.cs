using System.Text.Json;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Ports;

namespace SmartPbx.MediaEdge.Spool;

/// <summary>
/// Takes the spool to the bus in order, as many at once as wait; a handler relays them to the browsers. A bus that is away is tried again with back-off;
/// meanwhile the spool grows on disk. At least once: after a failure or a crash the last events may go out again under the same ids.
/// </summary>
public sealed class EventPublisher(EventSpool spool, IEventBus bus, TimeProvider clock, ILogger<EventPublisher> logger)
{
    /// <summary>Events in one publication: a store that syncs once for all of them, or a bus a round trip away, is not waited for one by one.</summary>
    private const int MaxTogether = 64;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(10);
    private int _waiting;
    private bool _busAnswers = true;

    /// <summary>Whether the last publication succeeded.</summary>
    public bool BusAnswers => Volatile.Read(ref _busAnswers);

    /// <summary>Events handed to the bus since the start.</summary>
    public long Published { get; private set; }

    /// <summary>Whether every event on disk has gone out.</summary>
    public bool IsIdle => Volatile.Read(ref _waiting) == 0;

    /// <summary>Publishes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var reader = new SpoolReader(spool); // whoever begins again begins at the position on disk
        while (!cancellationToken.IsCancellationRequested)
        {
            Volatile.Write(ref _waiting, 1);
            await PublishWrittenAsync(reader, cancellationToken);
            Volatile.Write(ref _waiting, 0);
            await spool.WaitForEventsAsync(LookEvery, cancellationToken);
        }
    }

    private async Task PublishWrittenAsync(SpoolReader reader, CancellationToken cancellationToken)
    {
        foreach (var segment in reader.Segments)
        {
            // Ask before reading: once a newer segment is active, this one does not grow any more.
            var complete = segment < spool.ActiveSegment;
            await PublishSegmentAsync(reader, segment, cancellationToken);
            if (complete) await reader.DeleteAsync(segment);
        }
    }

    private async Task PublishSegmentAsync(SpoolReader reader, long segment, CancellationToken cancellationToken)
    {
        var lines = await reader.OpenAsync(segment);
        var together = new List<CloudEvent>(MaxTogether);
        while (await lines.ReadAsync(cancellationToken) is { } line)
        {
            if (TryRead(line.Span, out var cloudEvent)) together.Add(cloudEvent);
            if (lines.HasMoreBuffered && together.Count < MaxTogether) continue;
            await PublishAsync(together, cancellationToken);
            together.Clear();
            reader.Advance();
        }
    }

    private async Task PublishAsync(List<CloudEvent> together, CancellationToken cancellationToken)
    {
        for (var backOff = FirstBackOff; !await TryPublishAsync(together, cancellationToken); backOff = backOff * 2 < LongestBackOff ? backOff * 2 : LongestBackOff)
            await Task.Delay(backOff, clock, cancellationToken);
    }

    private async Task<bool> TryPublishAsync(List<CloudEvent> together, CancellationToken cancellationToken)
    {
        if (together.Count == 0) return true;
        try
        {
            await bus.PublishAsync(together, cancellationToken).WaitAsync(PublishTimeout, clock, cancellationToken);
            Published += together.Count;
            Volatile.Write(ref _busAnswers, true);
            return true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested) // boundary: a bus may fail in any way; the events wait on disk
        {
            if (_busAnswers) logger.LogWarning(failure, "the event bus does not answer; events wait on disk");
            Volatile.Write(ref _busAnswers, false);
            return false;
        }
    }

    private bool TryRead(ReadOnlySpan<byte> line, out CloudEvent cloudEvent)
    {
        cloudEvent = null!;
        try
        {
            cloudEvent = CloudEvent.Read(line);
            return true;
        }
        catch (JsonException)
        {
            logger.LogWarning("a broken line in the event spool was skipped (half written by a crash)");
            return false;
        }
    }
}
