using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Webhooks;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Webhooks;

/// <summary><c>DELETE webhooks/{id}</c>: what still waits to be retried is not delivered any more.</summary>
internal static class DeleteWebhook
{
    public static async Task<IResult> HandleAsync(string id, SignedIn user, IDocumentStore store, IIdSource ids, TimeProvider clock, CancellationToken cancellationToken)
    {
        var partition = new Partition(user.Tenant, WebhookEndpoint.Partition);
        if (!IdText.IsValid(id) || await store.GetAsync(partition, WebhookEndpoint.Kind, id, cancellationToken) is null) return Problem.NotFound("webhook");
        var changed = CloudEvent.Create(EventCatalogue.ConfigChanged, ids.NewId(), EventSource.Functions, user.Tenant, id, clock.GetUtcNow(),
            new ConfigChanged(WebhookEndpoint.Kind.Name, id, user.User.Value));
        await store.CommitAsync(partition, [DocumentOperation.Delete(WebhookEndpoint.Kind, id), DocumentOperation.Publish(changed)], cancellationToken);
        return Results.NoContent();
    }
}
