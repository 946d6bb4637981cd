using SmartPbx.Domain.Events;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Webhooks;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Webhooks;

/// <summary>
/// Every durable event → the tenant's endpoints that want it. Idempotent by endpoint and event: a delivery that was taken is not sent again (a crash between the
/// receiver's answer and our record sends twice; receivers go by the event id). Order is not promised. Retries: the common schedule, at least three with
/// growing waits, for the endpoints that failed only.
/// </summary>
internal sealed class DeliverWebhook(IDocumentStore store, WebhookSender sender, TimeProvider clock) : IEventHandler
{
    public HandlerDeclaration Declaration => HandlerCatalogue.DeliverWebhook;

    public async Task<HandlerResult> HandleAsync(CloudEvent cloudEvent, CancellationToken cancellationToken)
    {
        var endpoints = await store.QueryAsync(cloudEvent.TenantId, new DocumentQuery<WebhookEndpoint>(WebhookEndpoint.Kind)
        {
            PartitionKey = WebhookEndpoint.Partition, Limit = CreateWebhook.MaxEndpoints,
        }, cancellationToken);
        var wanting = endpoints.Items.Select(e => e.Value).Where(e => e.Active && (e.Events.Count == 0 || e.Events.Contains(cloudEvent.Type, StringComparer.Ordinal)));
        var errors = await Task.WhenAll(wanting.Select(endpoint => DeliverAsync(endpoint, cloudEvent, cancellationToken)));
        var failed = errors.Where(error => error is not null).ToList();
        return failed.Count == 0
            ? new HandlerResult.Nothing($"{errors.Length} endpoints have it")
            : new HandlerResult.Failed($"{failed.Count} of {errors.Length} endpoints failed: {string.Join("; ", failed.Distinct(StringComparer.Ordinal))}");
    }

    /// <summary>What went wrong, or null when the endpoint has the event.</summary>
    private async Task<string?> DeliverAsync(WebhookEndpoint endpoint, CloudEvent cloudEvent, CancellationToken cancellationToken)
    {
        var id = WebhookDelivery.IdOf(endpoint.EndpointId, cloudEvent.Id);
        var partition = new Partition(cloudEvent.TenantId, WebhookDelivery.Partition);
        var known = (await store.GetAsync(partition, WebhookDelivery.Kind, id, cancellationToken))?.Value;
        if (known?.Status == DeliveryStatus.Delivered) return null;
        var (status, error) = await sender.SendAsync(endpoint, cloudEvent, id, cancellationToken);
        var delivery = new WebhookDelivery
        {
            DeliveryId = id, TenantId = cloudEvent.TenantId, EndpointId = endpoint.EndpointId, EventId = cloudEvent.Id, EventType = cloudEvent.Type,
            Subject = cloudEvent.Subject, Status = error is null ? DeliveryStatus.Delivered : DeliveryStatus.Failed, Attempts = (known?.Attempts ?? 0) + 1,
            LastStatus = status, LastError = error, LastAttemptAt = clock.GetUtcNow(),
        };
        await store.CommitAsync(partition, [DocumentOperation.Upsert(WebhookDelivery.Kind, id, delivery, WebhookDelivery.Kept)], cancellationToken);
        return error;
    }
}
