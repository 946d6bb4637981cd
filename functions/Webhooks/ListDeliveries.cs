using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Webhooks;

/// <summary><c>GET webhooks/deliveries?status</c>: last attempt first.</summary>
internal static class ListDeliveries
{
    public static Task<IResult> HandleAsync(SignedIn user, IDocumentStore store, CancellationToken cancellationToken, Choice<DeliveryStatus>? status = null,
        string? cursor = null, int? limit = null)
    {
        var query = new DocumentQuery<WebhookDelivery>(WebhookDelivery.Kind)
        {
            PartitionKey = WebhookDelivery.Partition, OrderBy = "last_attempt_at", Descending = true,
            Where = status is { } wanted ? new Dictionary<string, string> { ["status"] = wanted.Indexed } : [],
        };
        return PageAnswer.QueryAsync(store, user.Tenant, query, limit, cursor, cancellationToken);
    }
}
