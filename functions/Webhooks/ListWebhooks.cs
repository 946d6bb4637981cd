using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Webhooks;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Webhooks;

/// <summary><c>GET webhooks</c>: the endpoints, without their secrets.</summary>
internal static class ListWebhooks
{
    public static Task<IResult> HandleAsync(SignedIn user, IDocumentStore store, CancellationToken cancellationToken, string? cursor = null, int? limit = null) =>
        PageAnswer.QueryAsync(store, user.Tenant, new DocumentQuery<WebhookEndpoint>(WebhookEndpoint.Kind) { PartitionKey = WebhookEndpoint.Partition },
            limit, cursor, WebhookView.Of, cancellationToken);
}
