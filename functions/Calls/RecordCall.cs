using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Calls;

/// <summary>
/// Every event of a call → its <see cref="CallRecord"/>, which only StoreRecording writes beside this one. Idempotent by event id (inbox). Order: by the event's sequence, see
/// <see cref="CallProjection"/>; an event that comes before the call is known waits for it. Retries: the common schedule.
/// </summary>
internal sealed class RecordCall(IDocumentStore store) : IEventHandler
{
    public HandlerDeclaration Declaration => HandlerCatalogue.RecordCall;

    public async Task<HandlerResult> HandleAsync(CloudEvent cloudEvent, CancellationToken cancellationToken)
    {
        var known = await store.FindCallAsync(cloudEvent.TenantId, cloudEvent.Subject, cancellationToken);
        return Decide(known, cloudEvent);
    }

    internal static HandlerResult Decide(Stored<CallRecord>? known, CloudEvent cloudEvent)
    {
        var record = CallProjection.Apply(known?.Value, cloudEvent);
        if (record is null) return new HandlerResult.Failed("the call is not known yet");
        var id = record.CallId.Value;
        return new HandlerResult.Effects(new Partition(cloudEvent.TenantId, id), [known is null
            ? DocumentOperation.Create(CallDocuments.Calls, id, record)
            : DocumentOperation.Replace(CallDocuments.Calls, id, record, known.ETag)]);
    }
}
