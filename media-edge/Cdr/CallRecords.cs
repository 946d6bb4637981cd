using System.Text.Json;
using SmartPbx.Domain;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Spool;

namespace SmartPbx.MediaEdge.Cdr;

/// <summary>
/// The end of every call: record to disk, then <c>call.ended</c> (or <c>call.failed</c> when it was never answered) to the spool. The event
/// id is the call's, so however often it goes out it counts once.
/// </summary>
public sealed class CallRecords(CdrLog log, EventSpool spool, EdgeOptions options, TimeProvider clock)
{
    /// <summary>Makes what is kept of the record.</summary>
    public WrittenRecord Write(CallDetailRecord record, long sequence)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(record, SmartPbxJson.Options);
        var type = record.AnsweredAt is null ? EventCatalogue.CallFailed : EventCatalogue.CallEnded;
        return new WrittenRecord(record.CallId, line, CloudEvent.Create(type, $"{record.CallId}:ended", $"/edge/{options.EdgeId}", record.TenantId, record.CallId.Value,
            clock.GetUtcNow(), line, sequence));
    }

    /// <summary>To disk and out; when the task completes nothing of the record can be lost any more.</summary>
    public async Task CloseAsync(WrittenRecord record)
    {
        await log.AppendAsync(record.Line);
        await PublishAsync(record);
    }

    /// <summary>Publishes a record that is on disk.</summary>
    public Task PublishAsync(WrittenRecord record) => spool.AppendAsync(record.Ended);
}
