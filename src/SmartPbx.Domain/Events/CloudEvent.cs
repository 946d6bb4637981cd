using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Events;

/// <summary>
/// The one envelope. Whoever only passes an event on (the edge's spool, the bus) has it as the JSON it was written as, and neither reads its data nor writes it again.
/// </summary>
public sealed record CloudEvent : CloudEventContext
{
    private readonly byte[]? _json; // all of it, as it was first written or as it was read
    private StrongBox<JsonElement>? _data; // read from there when somebody asks

    public CloudEvent()
    {
    }

    [SetsRequiredMembers]
    private CloudEvent(CloudEvent other) : base(other) => _data = new(other.Data);

    [SetsRequiredMembers]
    private CloudEvent(CloudEventContext context, byte[] json) : base(context) => _json = json;

    [JsonPropertyName("data"), JsonPropertyOrder(1)]
    public required JsonElement Data
    {
        get => (_data ??= new(ReadData(_json!))).Value;
        init => _data = new(value);
    }

    /// <summary>Wraps a payload of the catalogue.</summary>
    public static CloudEvent Create<T>(EventType<T> type, string id, string source, TenantId tenant, string subject, DateTimeOffset time, T payload,
        long sequence = 0) => Wrap(type.Name, id, source, tenant, subject, time, sequence, payload);

    /// <summary>Wraps a payload that is JSON already. It must be what <see cref="SmartPbxJson"/> makes of the type's payload; nobody looks.</summary>
    public static CloudEvent Create<T>(EventType<T> type, string id, string source, TenantId tenant, string subject, DateTimeOffset time, ReadOnlyMemory<byte> written,
        long sequence = 0) => Wrap(type.Name, id, source, tenant, subject, time, sequence, new WrittenJson(written));

    /// <summary>Reads an envelope. Throws <see cref="JsonException"/> when it is none.</summary>
    public static CloudEvent Read(ReadOnlySpan<byte> json)
    {
        var envelope = JsonSerializer.Deserialize<CloudEventJson<UnreadJson>>(json, SmartPbxJson.Options) ?? throw new JsonException("null is no event");
        return new CloudEvent(envelope, json.ToArray());
    }

    /// <summary>The whole envelope in UTF-8. Read only: it may be shared.</summary>
    public byte[] ToUtf8() => _json ?? JsonSerializer.SerializeToUtf8Bytes(this, SmartPbxJson.Options);

    /// <summary>The payload as its catalogue type. Throws <see cref="JsonException"/> when the data is not one.</summary>
    public T Payload<T>(EventType<T> type) =>
        Type == type.Name ? Data.Deserialize<T>(SmartPbxJson.Options)! : throw new JsonException($"event {Type} is no {type.Name}");

    /// <summary>Equal when they are written alike.</summary>
    public bool Equals(CloudEvent? other) => other is not null && ToUtf8().AsSpan().SequenceEqual(other.ToUtf8());

    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);

    private static CloudEvent Wrap<T>(string type, string id, string source, TenantId tenant, string subject, DateTimeOffset time, long sequence, T data)
    {
        var envelope = new CloudEventJson<T> { Id = id, Source = source, Type = type, Subject = subject, Time = time, TenantId = tenant, Sequence = sequence, Data = data };
        return new CloudEvent(envelope, JsonSerializer.SerializeToUtf8Bytes(envelope, SmartPbxJson.Options));
    }

    private static JsonElement ReadData(byte[] json) => JsonSerializer.Deserialize<CloudEventJson<JsonElement>>(json, SmartPbxJson.Options)!.Data;
}
