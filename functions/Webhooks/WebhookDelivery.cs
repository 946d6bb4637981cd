using System.Security.Cryptography;
using System.Text;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Functions.Webhooks;

/// <summary>How delivering one event to one endpoint went; what makes a repeated event not be sent twice.</summary>
public sealed record WebhookDelivery
{
    /// <summary>Partition of deliveries; id is told by endpoint and event.</summary>
    public const string Partition = "webhook-deliveries";

    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public static readonly DocumentKind<WebhookDelivery> Kind = new("webhook_delivery",
        DocumentIndex.On<WebhookDelivery>("last_attempt_at", d => DocumentIndex.Time(d.LastAttemptAt)),
        DocumentIndex.On<WebhookDelivery>("endpoint_id", d => d.EndpointId), DocumentIndex.On<WebhookDelivery>("status", d => d.Status.ToString()));

    private const int IdBytes = 16;

    public required string DeliveryId { get; init; }

    public required TenantId TenantId { get; init; }

    public required string EndpointId { get; init; }

    public required string EventId { get; init; }

    public required string EventType { get; init; }

    public required string Subject { get; init; }

    public required DeliveryStatus Status { get; init; }

    public required int Attempts { get; init; }

    /// <summary>HTTP status of the last attempt; null when there was no answer.</summary>
    public int? LastStatus { get; init; }

    public string? LastError { get; init; }

    public required DateTimeOffset LastAttemptAt { get; init; }

    internal static string IdOf(string endpointId, string eventId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{endpointId}\n{eventId}")).AsSpan(0, IdBytes));
}
