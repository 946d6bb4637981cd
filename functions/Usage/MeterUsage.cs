using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Usage;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Usage;

/// <summary>
/// <c>call.ended</c> → usage rows, priced, and <c>usage.metered</c>. Exactly once: by event id (inbox) and by the rows' ids, one per call and meter, which are
/// only ever created. Order does not matter: everything is in the CDR. Retries: the common schedule.
/// </summary>
internal sealed class MeterUsage(IDocumentStore store, IIdSource ids, TimeProvider clock, PriceBook prices) : IEventHandler
{
    public HandlerDeclaration Declaration => HandlerCatalogue.MeterUsage;

    public async Task<HandlerResult> HandleAsync(CloudEvent cloudEvent, CancellationToken cancellationToken)
    {
        var cdr = cloudEvent.Payload(EventCatalogue.CallEnded);
        var metered = await store.QueryAsync(cloudEvent.TenantId,
            new DocumentQuery<UsageRow>(CallDocuments.Usage) { PartitionKey = cdr.CallId.Value, Limit = 1 }, cancellationToken);
        return metered.Items.Count > 0
            ? new HandlerResult.Nothing("the call is metered")
            : Decide(cloudEvent.TenantId, cdr, prices, ids.NewId(), clock.GetUtcNow());
    }

    internal static HandlerResult Decide(TenantId tenant, CallDetailRecord cdr, PriceBook prices, string eventId, DateTimeOffset now)
    {
        var rows = CallMeter.Rows(cdr, prices);
        if (rows.Count == 0) return new HandlerResult.Nothing("nothing to meter");
        var metered = new UsageMetered(cdr.CallId, rows, rows.Sum(row => row.CostMicros), prices.Currency);
        return new HandlerResult.Effects(new Partition(tenant, cdr.CallId.Value),
        [
            .. rows.Select(row => DocumentOperation.Create(CallDocuments.Usage, row.Meter.ToString(), row)),
            DocumentOperation.Publish(CloudEvent.Create(EventCatalogue.UsageMetered, eventId, EventSource.Functions, tenant, cdr.CallId.Value, now, metered)),
        ]);
    }
}
