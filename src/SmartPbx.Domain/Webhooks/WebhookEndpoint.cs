using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Domain.Webhooks;

/// <summary>Where a tenant wants its events (DATA-6).</summary>
public sealed record WebhookEndpoint
{
    /// <summary>Partition of endpoints; id is <see cref="EndpointId"/>.</summary>
    public const string Partition = "webhooks";
    public static readonly DocumentKind<WebhookEndpoint> Kind = new("webhook_endpoint");

    public required string EndpointId { get; init; }
    public required TenantId TenantId { get; init; }
    public required Uri Url { get; init; }
    /// <summary>Event names; empty: all durable ones.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];
    /// <summary>HMAC key, protected by <see cref="ISecrets"/> for purpose <c>webhook</c>, base64.</summary>
    public required string ProtectedSecret { get; init; }
    public bool Active { get; init; } = true;
}
