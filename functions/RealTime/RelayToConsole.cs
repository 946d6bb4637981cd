using SmartPbx.Domain.Events;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.RealTime;

/// <summary>
/// Every durable event → the tenant's browsers, as a message of its name with the whole CloudEvent. Best effort: a browser that missed one reads the API; one that gets it
/// twice goes by the event id. Order: as delivered; clients go by the sequence. Retries: only when the push itself throws.
/// </summary>
internal sealed class RelayToConsole(IRealTime realTime) : IEventHandler
{
    public HandlerDeclaration Declaration => HandlerCatalogue.RelayToConsole;

    public async Task<HandlerResult> HandleAsync(CloudEvent cloudEvent, CancellationToken cancellationToken)
    {
        await realTime.PushAsync(RealTimeTarget.Tenant(cloudEvent.TenantId), cloudEvent.Type, cloudEvent, cancellationToken);
        return new HandlerResult.Nothing("pushed");
    }
}
