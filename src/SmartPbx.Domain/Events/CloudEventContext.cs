using System.Text.Json.Serialization;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Events;

/// <summary>The context attributes of an event: CloudEvents 1.0, JSON format, with the extension attributes <c>tenantid</c> and <c>sequence</c>.</summary>
public abstract record CloudEventContext
{
    [JsonPropertyName("specversion")] public string SpecVersion { get; init; } = "1.0";
    /// <summary>Unique; the inbox key of handlers.</summary>
    [JsonPropertyName("id")] public required string Id { get; init; }
    /// <summary><c>/edge/{id}</c> or <c>/functions</c>.</summary>
    [JsonPropertyName("source")] public required string Source { get; init; }
    /// <summary>A name of <see cref="EventCatalogue"/>.</summary>
    [JsonPropertyName("type")] public required string Type { get; init; }
    /// <summary>The call id or the entity's id.</summary>
    [JsonPropertyName("subject")] public required string Subject { get; init; }
    [JsonPropertyName("time")] public required DateTimeOffset Time { get; init; }
    [JsonPropertyName("datacontenttype")] public string DataContentType { get; init; } = "application/json";
    [JsonPropertyName("tenantid")] public required TenantId TenantId { get; init; }
    /// <summary>Grows within a subject; 0 where order does not matter.</summary>
    [JsonPropertyName("sequence")] public long Sequence { get; init; }
}
