using System.Text.Json;
using System.Text.Json.Serialization;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Events;

/// <summary>The one envelope: CloudEvents 1.0, JSON format, with the extension attributes <c>tenantid</c> and <c>sequence</c>.</summary>
public sealed record CloudEvent
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
    [JsonPropertyName("data")] public required JsonElement Data { get; init; }

    /// <summary>Wraps a payload of the catalogue.</summary>
    public static CloudEvent Create<T>(EventType<T> type, string id, string source, TenantId tenant, string subject, DateTimeOffset time, T payload,
        long sequence = 0) => new()
    {
        Id = id, Source = source, Type = type.Name, Subject = subject, Time = time, TenantId = tenant, Sequence = sequence,
        Data = JsonSerializer.SerializeToElement(payload, SmartPbxJson.Options),
    };

    /// <summary>The payload as its catalogue type. Throws <see cref="JsonException"/> when the data is not one.</summary>
    public T Payload<T>(EventType<T> type) =>
        Type == type.Name ? Data.Deserialize<T>(SmartPbxJson.Options)! : throw new JsonException($"event {Type} is no {type.Name}");
}
