using SmartPbx.Domain.Webhooks;

namespace SmartPbx.Functions.Webhooks;

/// <summary>An endpoint as clients see it.</summary>
/// <param name="Secret">The signing secret: told once, when the endpoint is made.</param>
public sealed record WebhookView(string EndpointId, Uri Url, IReadOnlyList<string> Events, bool Active, string? Secret = null)
{
    internal static WebhookView Of(WebhookEndpoint endpoint) => new(endpoint.EndpointId, endpoint.Url, endpoint.Events, endpoint.Active);
}
