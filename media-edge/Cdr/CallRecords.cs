using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Health;
using SmartPbx.MediaEdge.Spool;

namespace SmartPbx.MediaEdge.Cdr;

/// <summary>
/// The end of every call: record to disk, then <c>call.ended</c> (or <c>call.failed</c> when it was never answered) to the spool. The event
/// id is the call's, so however often it goes out it counts once.
/// </summary>
public sealed class CallRecords(CdrLog log, EventSpool spool, EdgeOptions options, EdgeMetrics metrics, TimeProvider clock)
{
    /// <summary>Writes and publishes; when the task completes nothing of the record can be lost any more.</summary>
    public async Task CloseAsync(CallDetailRecord record, long sequence)
    {
        metrics.CallEnded(record);
        await log.AppendAsync(record);
        await PublishAsync(record, sequence);
    }

    /// <summary>Publishes a record that is on disk.</summary>
    public Task PublishAsync(CallDetailRecord record, long sequence)
    {
        var type = record.AnsweredAt is null ? EventCatalogue.CallFailed : EventCatalogue.CallEnded;
        return spool.AppendAsync(CloudEvent.Create(type, $"{record.CallId}:ended", $"/edge/{options.EdgeId}", record.TenantId, record.CallId.Value,
            clock.GetUtcNow(), record, sequence));
    }
}
